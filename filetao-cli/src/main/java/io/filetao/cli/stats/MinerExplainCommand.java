package io.filetao.cli.stats;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.common.event.Event;
import io.filetao.common.tier.WilsonScore;
import io.filetao.validator.replay.Explanation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names the events that moved a miner's score and tier. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Say why a miner stands where it does: the changes of its tier with the failures"
                        + " that led to them, and its newest events, out of a validator's log.")
public final class MinerExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "HOTKEY", description = "SS58 address of the miner's hotkey.")
    private String hotkey = "";

    @Mixin private final EventDirectory directory = new EventDirectory();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the newest events to show (default: ${DEFAULT-VALUE}).")
    private int last = 20;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Path> logs = this.directory.logs();
        if (logs.size() > 1) {
            throw new CommandException("Name one --directory; each log tells its own story.");
        }
        Explanation explanation =
                Explanation.of(this.hotkey, logs.getFirst(), Math.clamp(this.last, 1, 10_000));
        if (explanation.tier() == null) {
            throw new CommandException(
                    "The log in %s knows no miner %s.".formatted(logs.getFirst(), this.hotkey));
        }
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, explanation);
        } else {
            print(out, explanation);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Explanation it) {
        out.println(
                "%s: %s, reward %.6f, %,d successes in all; %,d of %,d in this window (score %.4f, at least %.4f with 95 %% confidence)."
                        .formatted(
                                it.hotkey(),
                                it.tier(),
                                it.score(),
                                it.totalSuccesses(),
                                it.successes(),
                                it.attempts(),
                                WilsonScore.midpoint(it.successes(), it.attempts()),
                                WilsonScore.lowerBound95(it.successes(), it.attempts())));
        for (Explanation.TierChange change : it.changes()) {
            out.println();
            out.println(
                    Style.BOLD.of(
                            "Block %d: %s to %s with %,d of %,d successes in the window (score %.4f)"
                                    .formatted(
                                            change.event().block(),
                                            change.from() == null ? "?" : change.from(),
                                            change.to(),
                                            change.successes(),
                                            change.attempts(),
                                            WilsonScore.midpoint(
                                                    change.successes(), change.attempts()))));
            if (!change.failures().isEmpty()) {
                out.println("Failures of that window:");
                table(change.failures()).print(out, "  ");
            }
        }
        out.println();
        out.println("Newest events:");
        table(it.newest()).print(out, "  ");
    }

    private static Table table(List<Event> events) {
        Table table = new Table("time", ">block", "task", "result", ">reward", ">score", "reason");
        for (Event event : events) {
            boolean success = Boolean.TRUE.equals(event.success());
            table.row(
                    success ? Style.PLAIN : Style.RED,
                    event.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                    Long.toString(event.block()),
                    event.type(),
                    success ? "success" : "failure",
                    number(event.reward()),
                    number(event.score()),
                    event.reason() == null ? "" : event.reason());
        }
        return table;
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.6f", value);
    }
}
