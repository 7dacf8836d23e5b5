package io.filetao.cli.chain;

import io.filetao.cli.output.Json;
import io.filetao.cli.output.Table;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists who is on the subnet. */
@Command(
        name = "metagraph",
        description = "List the neurons of the subnet.",
        mixinStandardHelpOptions = true)
final class ChainMetagraphCommand implements Callable<Integer> {

    private static final int RAO_DIGITS = 9;

    @Mixin private final ChainOptions chain = new ChainOptions();

    @Option(names = "--json", description = "Print JSON; stakes are in rao.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        try (Subtensor subtensor = this.chain.open()) {
            Metagraph metagraph = subtensor.metagraph();
            PrintWriter out = this.spec.commandLine().getOut();
            if (this.json) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("netuid", metagraph.netuid());
                all.put("block", metagraph.block().number());
                all.put(
                        "neurons",
                        metagraph.neurons().stream().map(ChainMetagraphCommand::json).toList());
                Json.print(out, all);
            } else {
                print(out, metagraph);
            }
        }
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Metagraph metagraph) {
        Table table =
                new Table(
                        ">uid", "hotkey", "coldkey", ">stake", "validator", "axon", ">last update");
        for (Neuron neuron : metagraph.neurons()) {
            table.row(
                    String.valueOf(neuron.uid()),
                    neuron.hotkey().value(),
                    neuron.coldkey().abbreviated() + "…",
                    tao(neuron.stake()),
                    neuron.validatorPermit() ? "yes" : "",
                    axon(neuron.axon()),
                    String.valueOf(neuron.lastUpdate()));
        }
        table.print(out);
        out.println(
                metagraph.neurons().size()
                        + " neurons on subnet "
                        + metagraph.netuid()
                        + " at block "
                        + metagraph.block().number());
        out.flush();
    }

    private static Map<String, Object> json(Neuron neuron) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uid", neuron.uid());
        json.put("hotkey", neuron.hotkey().value());
        json.put("coldkey", neuron.coldkey().value());
        json.put("stakeRao", neuron.stake());
        json.put("validatorPermit", neuron.validatorPermit());
        json.put("axon", neuron.axon());
        json.put("lastUpdate", neuron.lastUpdate());
        json.put("registeredAt", neuron.registeredAt());
        return json;
    }

    private static String axon(@Nullable AxonInfo axon) {
        if (axon == null) {
            return "-";
        }
        String ip = axon.ip().contains(":") ? "[" + axon.ip() + "]" : axon.ip();
        return ip + ":" + axon.port();
    }

    private static String tao(BigInteger rao) {
        return new BigDecimal(rao, RAO_DIGITS).setScale(3, RoundingMode.DOWN).toPlainString();
    }
}
