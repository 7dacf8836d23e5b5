package io.filetao.cli.stats;

import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every miner's record. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = {
            "Show every miner's tier, successes, score and storage.",
            "Asks the API node; with --index, --database.cluster or --database.own reads Redis itself."
        })
public final class MinerStatsCommand implements Callable<Integer> {

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "tier",
            description =
                    "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, the best first).")
    private Order sort = Order.tier;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final StatsRedis redis = new StatsRedis();

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    /** What the rows are sorted by. */
    enum Order {
        tier,
        uid,
        score,
        reward,
        used
    }

    @Override
    public Integer call() throws Exception {
        List<MinerLine> lines = this.redis.isChosen() ? this.redis.read() : ask();
        List<MinerLine> sorted = lines.stream().sorted(order()).toList();
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, sorted);
        } else {
            print(out, sorted);
        }
        out.flush();
        return ExitCode.OK;
    }

    private List<MinerLine> ask() throws Exception {
        try (Connection connection = this.connectionOptions.open()) {
            return connection.client().miners().stream().map(MinerLine::of).toList();
        }
    }

    private Comparator<MinerLine> order() {
        Comparator<MinerLine> byUid =
                Comparator.comparing(line -> line.uid() == null ? Integer.MAX_VALUE : line.uid());
        Comparator<MinerLine> byReward = Comparator.comparingDouble(MinerLine::reward).reversed();
        return switch (this.sort) {
            case uid -> byUid.thenComparing(MinerLine::hotkey);
            case score ->
                    Comparator.comparingDouble(MinerLine::score).reversed().thenComparing(byUid);
            case reward -> byReward.thenComparing(byUid);
            case used ->
                    Comparator.comparingLong(MinerLine::storageUsed)
                            .reversed()
                            .thenComparing(byUid);
            case tier ->
                    // A higher tier may hold more, whatever its name.
                    Comparator.comparingLong(MinerLine::storageLimit)
                            .reversed()
                            .thenComparing(MinerLine::tier)
                            .thenComparing(byReward)
                            .thenComparing(byUid);
        };
    }

    private static void print(PrintWriter out, List<MinerLine> lines) {
        Table table =
                new Table(
                        ">uid",
                        "hotkey",
                        "tier",
                        ">store",
                        ">challenge",
                        ">retrieve",
                        ">total",
                        ">score",
                        ">95 % bound",
                        ">reward",
                        ">used",
                        ">allowed");
        for (MinerLine line : lines) {
            table.row(
                    style(line),
                    line.uid() == null ? "-" : line.uid().toString(),
                    line.hotkey(),
                    line.tier(),
                    tally(line.store()),
                    tally(line.challenge()),
                    tally(line.retrieve()),
                    Long.toString(line.totalSuccesses()),
                    number(line.score()),
                    number(line.scoreLowerBound95()),
                    number(line.reward()),
                    Sizes.human(line.storageUsed()),
                    Sizes.human(line.storageLimit()));
        }
        table.print(out);
    }

    /** What deserves a look stands out; the rest stays plain. */
    private static Style style(MinerLine line) {
        @Nullable Boolean answering = line.answering();
        if (Boolean.FALSE.equals(answering) || line.reward() < 0) {
            return Style.RED;
        }
        return line.score() < 0.5 ? Style.YELLOW : Style.PLAIN;
    }

    private static String tally(MinerLine.Count count) {
        return count.successes() + "/" + count.attempts();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
