package io.filetao.cli.chain;

import io.filetao.cli.output.Json;
import io.filetao.cli.wallet.WalletOptions;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.subtensor.EpochSchedule;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.wallet.KeyfileException;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the chain, the subnet's rules and the wallet's place on it. */
@Command(
        name = "status",
        description =
                "Show the chain, the subnet, and whether the wallet's hotkey has a place on it.",
        mixinStandardHelpOptions = true)
final class ChainStatusCommand implements Callable<Integer> {

    @Mixin private final ChainOptions chain = new ChainOptions();

    @Mixin private final WalletOptions wallet = new WalletOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (Subtensor subtensor = this.chain.open()) {
            Metagraph metagraph = subtensor.metagraph();
            Hyperparameters rules = subtensor.hyperparameters();
            Block genesis = subtensor.genesis();
            Block finalized = subtensor.finalizedHead();
            @Nullable Ss58Address hotkey = hotkey();
            Optional<Neuron> neuron = hotkey == null ? Optional.empty() : metagraph.neuron(hotkey);
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("chain", this.chain.endpoint());
            status.put("genesis", "0x" + genesis.hash().hex());
            if (subtensor instanceof RpcSubtensor real) {
                EpochSchedule epoch = real.epoch();
                status.put("specVersion", real.specVersion());
                status.put("epoch", epoch.epoch());
                status.put("blocksUntilEpoch", epoch.blocksLeft());
                status.put("weights", real.weightForm().text());
                status.put("registrationPriceRao", real.registrationPrice());
            }
            status.put("block", metagraph.block().number());
            status.put("time", metagraph.block().time().toString());
            status.put("finalized", finalized.number());
            status.put("netuid", this.chain.netuid());
            status.put("neurons", metagraph.neurons().size());
            status.put("maxUids", rules.maxUids());
            status.put("tempo", rules.tempo());
            status.put("hotkey", hotkey == null ? null : hotkey.value());
            status.put("uid", neuron.map(Neuron::uid).orElse(null));
            PrintWriter out = this.spec.commandLine().getOut();
            if (this.json) {
                Json.print(out, status);
            } else {
                print(out, status, hotkey, neuron);
            }
        }
        return ExitCode.OK;
    }

    private void print(
            PrintWriter out,
            Map<String, Object> status,
            @Nullable Ss58Address hotkey,
            Optional<Neuron> neuron) {
        line(out, "Chain", status.get("chain") + version(status));
        line(out, "Genesis", status.get("genesis"));
        line(
                out,
                "Block",
                status.get("block")
                        + " of "
                        + status.get("time")
                        + ", final up to "
                        + status.get("finalized"));
        line(
                out,
                "Subnet",
                status.get("netuid")
                        + ": "
                        + status.get("neurons")
                        + " of "
                        + status.get("maxUids")
                        + " places taken, tempo "
                        + status.get("tempo")
                        + epoch(status));
        if (status.containsKey("weights")) {
            line(out, "Weights", "set " + status.get("weights"));
        }
        line(out, "Hotkey", place(hotkey, neuron));
        out.flush();
    }

    private static String version(Map<String, Object> status) {
        return status.containsKey("specVersion") ? " (spec " + status.get("specVersion") + ")" : "";
    }

    private static String epoch(Map<String, Object> status) {
        return status.containsKey("epoch")
                ? ", next epoch in " + status.get("blocksUntilEpoch") + " blocks"
                : "";
    }

    private String place(@Nullable Ss58Address hotkey, Optional<Neuron> neuron) {
        if (hotkey == null) {
            return "none; make a wallet with 'filetao wallet new'";
        }
        return neuron.map(found ->
                        hotkey
                                + " has uid "
                                + found.uid()
                                + (found.axon() == null
                                        ? ", serves nowhere"
                                        : ", serves at "
                                                + found.axon().ip()
                                                + " port "
                                                + found.axon().port()))
                .orElse(
                        hotkey
                                + " has no place on subnet "
                                + this.chain.netuid()
                                + "; register it with 'filetao chain register'");
    }

    private @Nullable Ss58Address hotkey() {
        Wallet found = this.wallet.wallet();
        try {
            return found.hasHotkey() ? found.hotkeyFile().address(PasswordSource.NONE) : null;
        } catch (KeyfileException closed) {
            return null;
        }
    }

    private static void line(PrintWriter out, String label, @Nullable Object value) {
        out.printf("%-9s%s%n", label, value);
    }
}
