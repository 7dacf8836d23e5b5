package io.filetao.cli.localnet;

import io.filetao.cli.Logging;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a whole network on this machine until Ctrl-C. */
@Command(
        name = "localnet",
        mixinStandardHelpOptions = true,
        description = "Run a whole network on this machine until Ctrl-C.",
        footer = {
            "",
            "When all is ready, DIR/localnet.json names every address, wallet and process.",
            "Started again on the same DIR it continues with the same data."
        })
public final class LocalnetCommand implements Callable<Integer> {

    @Option(
            names = "--miners",
            paramLabel = "N",
            defaultValue = "9",
            description = "Number of miners (default ${DEFAULT-VALUE}).")
    private int miners;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "~/.filetao/localnet",
            description = "Where everything is kept (default ${DEFAULT-VALUE}).")
    private String directory = "";

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "First of consecutive ports: chain, API, dashboard, validator, miners (default:"
                            + " free ones).")
    private int portBase;

    @Option(
            names = "--block-time",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Time between two blocks (default ${DEFAULT-VALUE}).")
    private double blockTime;

    @Option(
            names = "--separate",
            description = "Make every service a process of its own instead of one JVM.")
    private boolean separate;

    @Option(names = "--logging.debug", description = "Log in detail.")
    private boolean debug;

    @Option(
            names = "--rehearse",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "CACHE",
            hidden = true,
            description = "Stop as soon as everything is ready, and has left CACHE for commands.")
    private @Nullable String rehearse;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkUsage();
        Path home = Files.createDirectories(Wallet.path(this.directory)).toAbsolutePath();
        Logging.toFile(home.resolve("localnet.log"), this.debug);
        PrintWriter out = this.spec.commandLine().getOut();
        PrintWriter err = this.spec.commandLine().getErr();
        LocalNetwork.Builder builder =
                LocalNetwork.with(LocalNetwork.validators(1), LocalNetwork.miners(this.miners))
                        .directory(home)
                        .portBase(this.portBase)
                        .blockTime(Duration.ofMillis(Math.round(this.blockTime * 1000)));
        if (this.separate) {
            builder.separate();
        }
        if (this.debug) {
            builder.property("logging.level.io.filetao", "debug");
        }
        LocalNetwork network = start(builder, err);
        if (this.rehearse != null) {
            if (!this.rehearse.isEmpty()) {
                Rehearsal.of(network, Path.of(this.rehearse));
            }
            return CommandLine.ExitCode.OK;
        }
        print(network, out);
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private LocalNetwork start(LocalNetwork.Builder builder, PrintWriter err) {
        try (StartProgress progress = new StartProgress(err, this.miners + 3)) {
            LocalNetwork network = builder.progress(progress::ready).start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(network::close));
            return network;
        }
    }

    private void checkUsage() {
        if (this.miners < 1 || this.miners > 200) {
            throw usage("--miners is between 1 and 200");
        }
        if (this.portBase != 0 && (this.portBase < 1024 || this.portBase > 65000)) {
            throw usage("--port-base is between 1024 and 65000");
        }
        if (!(this.blockTime >= 0.05 && this.blockTime <= 3600)) {
            throw usage("--block-time is between 0.05 and 3600 seconds");
        }
    }

    private CommandLine.ParameterException usage(String sentence) {
        return new CommandLine.ParameterException(this.spec.commandLine(), sentence);
    }

    private static void print(LocalNetwork network, PrintWriter out) {
        Table table = new Table("node", ">uid", "hotkey", "address", ">pid");
        row(table, network.validator());
        network.miners().forEach(miner -> row(table, miner));
        table.print(out);
        out.println();
        out.println("API        " + Style.CYAN.of(network.api().toString()));
        out.println("dashboard  " + Style.CYAN.of(network.dashboard().toString()));
        out.println("token      " + network.token());
        out.println("wallet     " + network.userWallet().directory());
        out.println("details    " + network.directory().resolve(LocalNetworkFile.NAME));
        out.println();
        out.println("The network runs until Ctrl-C.");
        out.flush();
    }

    private static void row(Table table, LocalNode node) {
        table.row(
                node.name(),
                String.valueOf(node.uid()),
                node.hotkey().abbreviated() + "…",
                node.url().toString(),
                String.valueOf(node.pid()));
    }
}
