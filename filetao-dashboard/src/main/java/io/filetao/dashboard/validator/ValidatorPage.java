package io.filetao.dashboard.validator;

import io.filetao.dashboard.client.NetworkReadings.ValidatorFile;
import io.filetao.dashboard.client.Reports.Duty;
import io.filetao.dashboard.client.Reports.RepairQueue;
import io.filetao.dashboard.client.Reports.Validator;
import io.filetao.dashboard.client.Reports.Weight;
import io.filetao.dashboard.client.Reports.Weights;
import io.filetao.dashboard.view.EventRow;
import io.filetao.dashboard.view.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the validator's page shows, every number already in words.
 *
 * @param mood {@code good} or {@code watch}
 */
record ValidatorPage(
        String mood,
        String headline,
        String detail,
        List<Figure> figures,
        List<DutyRow> duties,
        List<WeightBar> weights,
        List<EventRow> repairs,
        List<ValidatorRow> validators) {

    private static final String UNKNOWN = "–";
    private static final Map<String, String> MEANINGS =
            Map.ofEntries(
                    Map.entry("monitor", "asks every miner whether it is there"),
                    Map.entry("challenge", "has miners prove their shards"),
                    Map.entry("sweep", "draws blocks over all that a miner holds"),
                    Map.entry("suspects", "checks shards that readers complained of"),
                    Map.entry("retrieve", "reads shards back"),
                    Map.entry("store-synthetic", "stores random data"),
                    Map.entry("tiers", "ends the window and deals out tiers"),
                    Map.entry("weights", "tells the chain who earned what"),
                    Map.entry("expiry", "ends claims whose time is over"),
                    Map.entry("distribute", "levels the load of miners"),
                    Map.entry("deregistrations", "moves what miners that left held"),
                    Map.entry("outbox", "brings derived data up to date"));

    /** One number with its name and what it means. */
    record Figure(String name, String value, String note) {}

    /** One duty and its last run. */
    record DutyRow(
            String name,
            String meaning,
            String state,
            String stateWord,
            String ago,
            String took,
            String every,
            String handled,
            String reason) {}

    /** One miner's weight; {@code width} is percent of the largest. */
    record WeightBar(int uid, String hotkey, String shortKey, String share, double width) {}

    /** One validator on chain. */
    record ValidatorRow(
            int uid, String hotkey, String shortKey, String stake, String axon, String updated) {}

    static ValidatorPage of(ValidatorFile file, Instant now) {
        List<Duty> failing = file.duties().stream().filter(duty -> !duty.success()).toList();
        RepairQueue queue = file.queue();
        long backlog = queue.ready() + queue.leased();
        String headline =
                !failing.isEmpty()
                        ? "The duty " + failing.getFirst().name() + " did not succeed."
                        : backlog > 0
                                ? backlog == 1
                                        ? "One segment is being repaired."
                                        : Figures.count(backlog) + " segments wait for repair."
                                : file.duties().isEmpty()
                                        ? "No duty has run yet."
                                        : "Every duty runs.";
        String detail =
                !failing.isEmpty()
                        ? String.valueOf(failing.getFirst().reason())
                        : backlog > 0
                                ? "The most endangered come first."
                                : "Nothing waits for repair.";
        return new ValidatorPage(
                failing.isEmpty() && backlog == 0 ? "good" : "watch",
                headline,
                detail,
                figures(file, now),
                file.duties().stream().map(duty -> row(duty, now)).toList(),
                bars(file.weights()),
                EventRow.of(file.repairs(), now),
                file.validators().stream().map(ValidatorPage::row).toList());
    }

    private static List<Figure> figures(ValidatorFile file, Instant now) {
        RepairQueue queue = file.queue();
        Weights weights = file.weights();
        Instant setAt = weights.setAt();
        return List.of(
                new Figure(
                        "To repair now",
                        Figures.count(queue.ready()),
                        "segments, shared by all replicas"),
                new Figure("In repair", Figures.count(queue.leased()), "a worker holds them"),
                new Figure(
                        "Can wait",
                        Figures.count(queue.later()),
                        "for more losses or another attempt"),
                new Figure(
                        "Weights set",
                        setAt == null ? "not yet" : ago(setAt, now),
                        weights.block() == null
                                ? "the first come with the epoch"
                                : "in block " + Figures.count(weights.block())));
    }

    private static DutyRow row(Duty duty, Instant now) {
        Long failed = duty.failed();
        return new DutyRow(
                duty.name(),
                MEANINGS.getOrDefault(duty.name(), ""),
                duty.success() ? "ok" : "failed",
                duty.success() ? "done" : "failed",
                ago(duty.lastRun(), now),
                duty.seconds() == null ? UNKNOWN : Figures.span(duty.seconds()),
                every(duty.everyBlocks()),
                duty.handled() == null
                        ? UNKNOWN
                        : Figures.count(duty.handled())
                                + (failed == null || failed == 0
                                        ? ""
                                        : ", " + Figures.count(failed) + " failed"),
                duty.reason() == null ? "" : duty.reason());
    }

    private static String every(@Nullable Long blocks) {
        return blocks == null
                ? UNKNOWN
                : blocks == 1 ? "every block" : "every " + Figures.count(blocks) + " blocks";
    }

    private static List<WeightBar> bars(Weights weights) {
        int most = weights.items().stream().mapToInt(Weight::weight).max().orElse(0);
        return weights.items().stream()
                .sorted(Comparator.comparingInt(Weight::weight).reversed())
                .limit(64)
                .map(weight ->
                        new WeightBar(
                                weight.uid(),
                                weight.hotkey(),
                                Figures.shortKey(weight.hotkey()),
                                Figures.share(weight.share()),
                                Figures.percent(weight.weight(), most)))
                .toList();
    }

    private static ValidatorRow row(Validator validator) {
        return new ValidatorRow(
                validator.uid(),
                validator.hotkey(),
                Figures.shortKey(validator.hotkey()),
                validator.stake() == null ? UNKNOWN : validator.stake().toPlainString(),
                validator.axon() == null ? UNKNOWN : validator.axon(),
                validator.lastUpdate() == 0
                        ? "never"
                        : "block " + Figures.count(validator.lastUpdate()));
    }

    private static String ago(Instant then, Instant now) {
        return Figures.age(Duration.between(then, now)) + " ago";
    }
}
