package io.filetao.cli.node;

import io.filetao.cli.CommandException;
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
            "A validator that runs does this by itself for miners that are deregistered or down."
                    + " The command helps it, or does it alone while none runs; it may be ended and"
                    + " started again."
        })
final class ValidatorRepairCommand extends ValidatorTaskCommand {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What has not moved for so long waits for more than this command. */
    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    /** After a pause of this length the miner is looked through again: it may have taken shards since. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

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
        Runnable enter =
                validator.getBean(MetagraphCache.class).neuron(miner).isPresent()
                        ? () -> triggers.minerLeaves(miner)
                        : () -> triggers.minerGone(miner);
        enter.run();
        long left = this.noWait ? before : await(triggers, miner, before, enter);
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, Map.of("hotkey", miner.value(), "shards", before, "left", left));
        } else if (this.noWait) {
            out.println(before + " shards are to be rebuilt elsewhere; the validator does it.");
        } else {
            out.println(Math.max(0, before - left) + " shards were rebuilt elsewhere.");
        }
        out.flush();
        if (left > 0 && !this.noWait) {
            throw new CommandException(
                    "%d shards are still there: nobody can take them, or too few of their segments can be read. They stay entered; the validator tries again."
                            .formatted(left));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Answers how many are left: none, or those that nothing happens to any more. */
    private static long await(
            RepairTriggers triggers, Ss58Address miner, long before, Runnable enter)
            throws InterruptedException {
        long left = before;
        long moved = System.nanoTime();
        long entered = moved;
        while (left > 0 && System.nanoTime() - moved < STANDSTILL.toNanos()) {
            Thread.sleep(PAUSE);
            long now = triggers.repairable(miner);
            if (now < left) {
                moved = System.nanoTime();
            }
            if (System.nanoTime() - Math.max(moved, entered) > AGAIN.toNanos()) {
                enter.run();
                entered = System.nanoTime();
            }
            left = now;
        }
        return left;
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
