package io.filetao.cli.node;

import io.filetao.cli.output.Json;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.repair.RepairTriggers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves everything away from a miner. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = "Rebuild the shards of a miner on others, and wait until that is done.",
        footer = {
            "",
            "A validator that runs does this by itself for miners that are deregistered or down. The command helps it, or does it"
                    + " alone while none runs; it may be ended and started again."
        })
final class ValidatorRepairCommand extends ValidatorTaskCommand {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(
            names = "--hotkey",
            required = true,
            paramLabel = "SS58",
            description = "The miner whose shards are to be elsewhere.")
    private String hotkey = "";

    @Option(
            names = "--no-wait",
            description = "Only enter the work for the validator that runs, and end.")
    private boolean noWait;

    @Override
    Map<String, Object> furtherProperties() {
        return Map.of("filetao.validator.repair.enabled", this.noWait ? "false" : "true");
    }

    @Override
    int run(ConfigurableApplicationContext validator) throws InterruptedException {
        Ss58Address miner = miner();
        RepairTriggers triggers = validator.getBean(RepairTriggers.class);
        long before = triggers.repairable(miner);
        if (validator.getBean(MetagraphCache.class).neuron(miner).isPresent()) {
            triggers.minerLeaves(miner, "An operator moves the miner's shards elsewhere");
        } else {
            triggers.minerGone(miner);
        }
        long left = before;
        while (!this.noWait && left > 0) {
            Thread.sleep(PAUSE);
            left = triggers.repairable(miner);
        }
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, Map.of("hotkey", miner.value(), "shards", before, "left", left));
        } else if (this.noWait) {
            out.println(before + " shards are to be rebuilt elsewhere; the validator does it.");
        } else {
            out.println(before + " shards were rebuilt elsewhere.");
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Ss58Address miner() {
        try {
            return new Ss58Address(this.hotkey);
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.ParameterException(
                    this.spec.commandLine(), "--hotkey is no SS58 address: " + this.hotkey, wrong);
        }
    }
}
