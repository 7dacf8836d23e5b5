package io.filetao.cli.simulation;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.ProgressBar;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.common.tier.RewardRules;
import io.filetao.validator.simulation.Simulation;
import io.filetao.validator.simulation.SimulationReport;
import io.filetao.validator.simulation.SimulationSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Simulates a network for years: what stays readable, what repair costs, who is caught and who earns. */
@Command(
        name = "sim",
        description =
                "Simulate a network with the validator's own decisions on virtual time; equal seeds"
                        + " give equal results.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SimCommand implements Runnable {

    private static final double DAYS_PER_BLOCK = 12.0 / 86_400;

    @Option(names = "--miners", defaultValue = "200", description = "Miners on the subnet.")
    private int miners;

    @Option(
            names = "--validators",
            defaultValue = "8",
            description = "Validators, each with files of its own.")
    private int validators;

    @Option(names = "--days", defaultValue = "365", description = "Virtual days.")
    private int days;

    @Option(
            names = "--churn",
            defaultValue = "10%/month",
            converter = ShareConverter.class,
            description = "Share of the miners that leave for good within a month.")
    private double churn;

    @Option(
            names = "--cheaters",
            defaultValue = "5%",
            converter = ShareConverter.class,
            description = "Share of the miners that discard what they are given.")
    private double cheaters;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of all that is random.")
    private long seed;

    @Option(names = "--segments", defaultValue = "200", description = "Segments of each validator.")
    private int segments;

    @Option(
            names = "--segment-size",
            defaultValue = "67108864",
            description = "Bytes of a segment.")
    private long segmentBytes;

    @Option(
            names = "--outages",
            defaultValue = "2",
            description = "Outages of each miner within a month, after which it is back.")
    private double outages;

    @Option(
            names = "--outage-minutes",
            defaultValue = "120",
            description = "Mean length of an outage.")
    private long outageMinutes;

    @Option(
            names = "--patience-hours",
            defaultValue = "6",
            description = "How long a segment above its repair threshold waits for further losses.")
    private long patienceHours;

    @Option(
            names = "--repair-rate",
            defaultValue = "20000000",
            description = "Bytes per second that a validator reads and writes for repair at most.")
    private long repairRate;

    @Option(
            names = "--probation",
            defaultValue = "10",
            description =
                    "Proofs in a row that a miner passes after a failed one before storing earns"
                            + " again; 0 for never mind.")
    private int probation;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        SimulationSettings settings = settings();
        RewardRules rules = rules();
        PrintWriter out = this.spec.commandLine().getOut();
        SimulationReport report;
        try (ProgressBar bar =
                ProgressBar.on(this.spec.commandLine().getErr(), "days", this.quiet || this.json)) {
            report = new Simulation(settings, rules).run(day -> bar.moved(day, this.days));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("The simulation was interrupted");
        }
        if (this.json) {
            Json.print(out, report);
        } else {
            print(report, out);
        }
    }

    private SimulationSettings settings() {
        try {
            return new SimulationSettings(
                    this.miners,
                    this.validators,
                    this.days,
                    this.churn,
                    this.cheaters,
                    this.seed,
                    this.segments,
                    this.segmentBytes,
                    this.outages,
                    Duration.ofMinutes(this.outageMinutes),
                    Duration.ofHours(this.patienceHours),
                    this.repairRate);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(this.spec.commandLine(), wrong.getMessage() + ".", wrong);
        }
    }

    private RewardRules rules() {
        try {
            return RewardRules.DEFAULT.withProbation(this.probation);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(this.spec.commandLine(), wrong.getMessage() + ".", wrong);
        }
    }

    private static void print(SimulationReport report, PrintWriter out) {
        double days = report.blocks() * DAYS_PER_BLOCK;
        out.printf(
                Locale.ROOT,
                "%.0f days, %d miners left and were replaced.%n%n",
                days,
                report.departures());
        out.printf(
                Locale.ROOT,
                "Durability   %d of %d segments lost; the worst one had %d shards more than it needs%n",
                report.segmentsLost(),
                report.segments(),
                report.leastSurplus());
        out.printf(
                Locale.ROOT,
                "Repair       %d shards rebuilt; %s read and %s written for %s stored,"
                        + " %.2f bytes moved per stored byte and month%n",
                report.shardsRebuilt(),
                Sizes.human(report.repairRead()),
                Sizes.human(report.repairWritten()),
                Sizes.human(report.bytesStored()),
                (report.repairRead() + report.repairWritten())
                        / (double) report.bytesStored()
                        / (days / 30));
        out.printf(
                Locale.ROOT,
                "Tiers        %d times a tier was gained, %d times lost, %d times kept%n%n",
                report.rose(),
                report.fell(),
                report.stayed());
        kinds(report).print(out);
        out.println();
        Table tiers = new Table("tier at the end", ">miners");
        report.tiers().forEach(tier -> tiers.row(tier.tier(), Integer.toString(tier.miners())));
        tiers.print(out);
    }

    private static Table kinds(SimulationReport report) {
        Table table =
                new Table(
                        "miners that are",
                        ">number",
                        ">caught",
                        ">median hours to be caught",
                        ">longest",
                        ">income of one");
        for (SimulationReport.Kind kind : report.kinds()) {
            boolean escaped = kind.cheats() && kind.caught() < kind.miners();
            table.row(
                    escaped ? Style.RED : Style.PLAIN,
                    kind.name(),
                    Integer.toString(kind.miners()),
                    Integer.toString(kind.caught()),
                    kind.caught() == 0 ? "-" : "%.2f".formatted(kind.medianHours()),
                    kind.caught() == 0 ? "-" : "%.2f".formatted(kind.worstHours()),
                    "%.0f %% of an equal share".formatted(kind.income() * 100));
        }
        return table;
    }
}
