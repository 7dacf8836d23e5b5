package io.filetao.it;

import io.filetao.cli.FiletaoCommand;
import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A person at a command line, with a wallet, a spool and a list of files of their own.
 *
 * @param node options that lead to an API node
 */
record Shell(Path home, List<String> node, Wallet wallet) {

    Shell {
        try {
            Files.createDirectories(home);
        } catch (IOException refused) {
            throw new IllegalStateException(refused);
        }
    }

    static Shell of(LocalNetwork network, Path home) {
        return new Shell(
                home,
                List.of("--api=" + network.api(), "--token=" + network.token()),
                network.userWallet());
    }

    Shell with(Wallet other) {
        return new Shell(this.home, this.node, other);
    }

    Shell through(CuttingProxy proxy) {
        return through(proxy.url());
    }

    /** Takes what answers there for the node. */
    Shell through(URI gateway) {
        return new Shell(this.home, List.of("--api=" + gateway, this.node.getLast()), this.wallet);
    }

    /** Knows no node, only a chain. */
    Shell findingNodesOn(URI chain) {
        return new Shell(
                this.home,
                List.of(
                        "--localnet=" + this.home.resolve("none"),
                        "--subtensor.chain_endpoint=" + chain),
                this.wallet);
    }

    Path spool() {
        return this.home.resolve("spool");
    }

    /** Runs a command in this JVM. */
    CommandRun run(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                FiletaoCommand.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(complete(command));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Runs a command in a process of its own. */
    CommandRun process(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return CommandRun.of(this.home, environment, complete(command));
    }

    /** The command with everything that says where and as whom. */
    String[] complete(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        String verb = command[0].matches("store|retrieve") ? command[1] : command[0];
        if (!verb.matches("access|api")) {
            all.add("--hash_basepath=" + this.home.resolve("hashes"));
        }
        if (!verb.equals("list")) {
            all.addAll(this.node);
            all.add("--wallet.path=" + this.wallet.root());
            all.add("--wallet.name=" + this.wallet.name());
            all.add("--wallet.hotkey=" + this.wallet.hotkeyName());
        }
        if (verb.matches("put|get")) {
            all.add("--spool=" + spool());
        }
        return all.toArray(String[]::new);
    }
}
