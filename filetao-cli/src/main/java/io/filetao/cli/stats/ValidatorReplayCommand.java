package io.filetao.cli.stats;

import io.filetao.cli.output.Json;
import io.filetao.validator.replay.Replay;
import io.filetao.validator.replay.ReplayReport;
import java.io.PrintWriter;
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
        description =
                "Compute every reward, score, tier and weight again from a validator's log of"
                        + " events by the rules that it says were in force, and compare them bit for"
                        + " bit. Exit code 1 when anything differs.")
public final class ValidatorReplayCommand implements Callable<Integer> {

    @Mixin private final EventDirectory directory = new EventDirectory();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ReplayReport report = new Replay().run(this.directory.logs());
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
