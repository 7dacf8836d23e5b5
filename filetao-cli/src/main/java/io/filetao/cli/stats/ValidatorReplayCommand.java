package io.filetao.cli.stats;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.common.tier.TierTable;
import io.filetao.validator.replay.Replay;
import io.filetao.validator.replay.ReplayReport;
import io.filetao.validator.reward.Task;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes every score, tier and weight again from the log. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Compute every reward, score, tier and weight again from a validator's log of events",
            "and compare them bit for bit. Exit code 1 when anything differs."
        })
public final class ValidatorReplayCommand implements Callable<Integer> {

    @Mixin private final EventDirectory directory = new EventDirectory();

    @Option(
            names = "--failure",
            paramLabel = "TASK=VALUE",
            description = "What failing cost, where that was not the default, as challenge=-0.1.")
    private Map<String, Double> failures = new HashMap<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<Task, Double> costs = new EnumMap<>(Task.class);
        this.failures.forEach((label, value) ->
                costs.put(
                        Task.of(label)
                                .orElseThrow(() ->
                                        new CommandException(
                                                "There is no task "
                                                        + label
                                                        + "; use store, challenge, retrieve or"
                                                        + " monitor.")),
                        value));
        ReplayReport report = new Replay(TierTable.DEFAULT, costs).run(this.directory.logs());
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, report);
        } else {
            print(out, report);
        }
        out.flush();
        return report.isEqual() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, ReplayReport report) {
        out.println(
                "%,d events: %,d interactions in %,d batches, %,d resets, %,d settings of weights computed again."
                        .formatted(
                                report.events(),
                                report.interactions(),
                                report.batches(),
                                report.resets(),
                                report.weights()));
        if (report.unchecked() > 0) {
            out.println(
                    "%,d could not be computed: the log does not reach back far enough."
                            .formatted(report.unchecked()));
        }
        if (report.missing() > 0) {
            out.println("%,d changes are missing from the log.".formatted(report.missing()));
        }
        if (report.isEqual()) {
            out.println("Everything is equal, bit for bit.");
        } else {
            out.println("%,d values differ:".formatted(report.mismatches()));
            report.first().forEach(line -> out.println("  " + line));
        }
    }
}
