package io.filetao.dashboard.miner;

import io.filetao.dashboard.client.MinerReport;
import io.filetao.dashboard.client.MinerReport.Tally;
import io.filetao.dashboard.client.NetworkReadings.MinerFile;
import io.filetao.dashboard.client.Reports.Event;
import io.filetao.dashboard.client.Reports.Tier;
import io.filetao.dashboard.view.EventRow;
import io.filetao.dashboard.view.Figures;
import io.filetao.dashboard.view.LineChart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a miner shows, every number already in words.
 *
 * @param mood {@code good}, {@code watch} or {@code bad}
 * @param state {@code up} or {@code down}
 * @param interval score of the window with its bound, percent of the scale
 * @param scores moving average over the kept events, null while there are too few
 */
record MinerPage(
        int uid,
        String hotkey,
        String coldkey,
        String axon,
        String mood,
        String state,
        String stateWord,
        String headline,
        String detail,
        List<Figure> figures,
        Ladder ladder,
        Interval interval,
        @Nullable LineChart scores,
        List<TaskRow> tasks,
        @Nullable Times times,
        double storageFill,
        List<EventRow> verdicts) {

    private static final int SHOWN = 25;
    private static final Set<String> TASKS = Set.of("store", "challenge", "retrieve", "monitor");
    private static final String UNKNOWN = "–";

    /** One number with its name and what it means. */
    record Figure(String name, String value, String note) {}

    /** The tier and what is missing to the next one. */
    record Ladder(String tier, String next, String sentence, List<Step> steps) {}

    /** One condition of the next tier; {@code fill} is how much of it is reached, in percent. */
    record Step(String name, String value, double fill, boolean met) {}

    /** Score of the window: middle and lower bound, 0 to 100, and where tiers begin. */
    record Interval(String score, String lower, double scoreAt, double lowerAt, List<Mark> marks) {}

    /** Least score of some tiers. */
    record Mark(String name, double at) {}

    /** Tries of one kind in this window. */
    record TaskRow(String name, String meaning, String tries, String share, double fill) {}

    /** Times of its last answers; {@code most} is the top of the scale. */
    record Times(String median, String slow, String most, List<Dot> dots) {}

    /** One answer, placed in a box of 600 by 120. */
    record Dot(double x, double y, boolean ok, String label) {}

    static MinerPage of(MinerFile file, Instant now) {
        MinerReport miner = file.miner();
        boolean up = Boolean.TRUE.equals(miner.answering());
        List<Event> scored =
                file.events().stream().filter(event -> TASKS.contains(event.type())).toList();
        List<Event> proofs =
                scored.stream()
                        .filter(event -> event.type().equals("challenge"))
                        .limit(20)
                        .toList();
        long failed = proofs.stream().filter(MinerPage::failed).count();
        Instant seen = miner.lastSeen();
        String silence =
                seen == null
                        ? "It has never answered."
                        : "It last answered " + Figures.age(Duration.between(seen, now)) + " ago.";
        boolean cheats = failed * 2 >= Math.max(1, proofs.size()) && !proofs.isEmpty();
        return new MinerPage(
                miner.uid(),
                miner.hotkey(),
                Objects.requireNonNullElse(miner.coldkey(), UNKNOWN),
                Objects.requireNonNullElse(miner.axon(), UNKNOWN),
                !up ? "bad" : cheats ? "bad" : failed > 0 ? "watch" : "good",
                up ? "up" : "down",
                up ? "answering" : "silent",
                !up
                        ? "This miner is silent."
                        : failed == 0
                                ? proofs.isEmpty()
                                        ? "Not asked for a proof yet."
                                        : "Every proof it was asked for held."
                                : "%d of its last %d proofs failed."
                                        .formatted(failed, proofs.size()),
                !up
                        ? silence + " Its shards are placed anew when it stays away."
                        : failed == 0 ? silence : lastReason(proofs),
                figures(miner),
                ladder(miner, file.tiers()),
                interval(miner, file.tiers()),
                scores(scored),
                tasks(miner),
                times(scored),
                Figures.percent(orZero(miner.storageUsed()), orZero(miner.storageLimit())),
                EventRow.of(scored.stream().limit(SHOWN).toList(), now));
    }

    private static boolean failed(Event event) {
        return Boolean.FALSE.equals(event.success());
    }

    private static String lastReason(List<Event> proofs) {
        return proofs.stream()
                .filter(MinerPage::failed)
                .map(Event::reason)
                .filter(Objects::nonNull)
                .findFirst()
                .map(reason -> "Last reason: " + reason)
                .orElse("The reasons are in the table below.");
    }

    private static List<Figure> figures(MinerReport miner) {
        Double reward = miner.reward();
        return List.of(
                new Figure(
                        "Score",
                        reward == null ? UNKNOWN : Figures.score(reward),
                        "moving average, decides weights"),
                new Figure(
                        "Successes",
                        miner.totalSuccesses() == null
                                ? UNKNOWN
                                : Figures.count(miner.totalSuccesses()),
                        "since it was registered"),
                new Figure(
                        "Shards held",
                        Figures.bytes(orZero(miner.storageUsed())),
                        "of " + Figures.bytes(orZero(miner.storageLimit())) + " allowed"),
                new Figure(
                        "Tier",
                        Objects.requireNonNullElse(miner.tier(), UNKNOWN),
                        "class by proven successes"));
    }

    private static Ladder ladder(MinerReport miner, List<Tier> highestFirst) {
        String tier = Objects.requireNonNullElse(miner.tier(), UNKNOWN);
        int place = -1;
        for (int i = 0; i < highestFirst.size(); i++) {
            if (highestFirst.get(i).name().equals(tier)) {
                place = i;
            }
        }
        if (place <= 0) {
            return new Ladder(
                    tier,
                    "",
                    place == 0 ? "There is no higher tier." : "Its tier is not known.",
                    List.of());
        }
        Tier next = highestFirst.get(place - 1);
        long successes = orZero(miner.totalSuccesses());
        double score = miner.score() == null ? 0 : miner.score();
        long missing = Math.max(0, next.minSuccesses() - successes);
        boolean enough = score >= next.minScore();
        String sentence =
                missing > 0 && !enough
                        ? "%s more successes and a score of %.2f are missing."
                        : missing > 0
                                ? "%s more successes are missing."
                                : enough
                                        ? "It rises when the window ends."
                                        : "A score of %2$.2f is missing.";
        return new Ladder(
                tier,
                next.name(),
                String.format(Locale.ROOT, sentence, Figures.count(missing), next.minScore()),
                List.of(
                        new Step(
                                "Successes",
                                Figures.count(successes)
                                        + " of "
                                        + Figures.count(next.minSuccesses()),
                                Figures.percent(successes, next.minSuccesses()),
                                missing == 0),
                        new Step(
                                "Score of the window",
                                String.format(Locale.ROOT, "%.3f of %.2f", score, next.minScore()),
                                next.minScore() <= 0
                                        ? 100
                                        : Math.clamp(100 * score / next.minScore(), 0, 100),
                                enough)));
    }

    private static Interval interval(MinerReport miner, List<Tier> tiers) {
        double score = miner.score() == null ? 0 : miner.score();
        double lower = miner.scoreLowerBound95() == null ? 0 : miner.scoreLowerBound95();
        List<Mark> marks = new ArrayList<>();
        for (Tier tier : tiers.reversed()) {
            double at = 100 * tier.minScore();
            if (tier.minScore() > 0 && (marks.isEmpty() || at - marks.getLast().at() >= 14.9)) {
                marks.add(new Mark(tier.name(), at));
            }
        }
        return new Interval(
                Figures.score(score), Figures.score(lower), 100 * score, 100 * lower, marks);
    }

    private static @Nullable LineChart scores(List<Event> newestFirst) {
        List<Double> values =
                newestFirst.reversed().stream().map(Event::score).filter(Objects::nonNull).toList();
        return values.size() < 2 ? null : LineChart.of(values, 0, 0.1);
    }

    private static List<TaskRow> tasks(MinerReport miner) {
        return List.of(
                task("Store", "shards taken", miner.store()),
                task("Challenge", "proofs given", miner.challenge()),
                task("Retrieve", "shards read back", miner.retrieve()));
    }

    private static TaskRow task(String name, String meaning, @Nullable Tally tally) {
        long tries = tally == null ? 0 : tally.attempts();
        long successes = tally == null ? 0 : tally.successes();
        return new TaskRow(
                name,
                meaning,
                Figures.count(successes) + " of " + Figures.count(tries),
                tries == 0 ? UNKNOWN : Figures.share((double) successes / tries),
                Figures.percent(successes, tries));
    }

    private static @Nullable Times times(List<Event> newestFirst) {
        List<Event> timed =
                newestFirst.stream()
                        .filter(event -> event.seconds() != null && event.seconds() > 0)
                        .limit(120)
                        .toList()
                        .reversed();
        if (timed.size() < 2) {
            return null;
        }
        double[] sorted = timed.stream().mapToDouble(MinerPage::seconds).sorted().toArray();
        double top = Math.max(sorted[sorted.length - 1], 0.001);
        double floor = Math.min(sorted[0], top / 10);
        double scale = Math.log(top / floor);
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < timed.size(); i++) {
            Event event = timed.get(i);
            double seconds = seconds(event);
            dots.add(
                    new Dot(
                            6 + 588.0 * i / (timed.size() - 1),
                            112 - 104 * Math.log(Math.max(seconds, floor) / floor) / scale,
                            !failed(event),
                            event.type() + " " + Figures.span(seconds)));
        }
        return new Times(
                Figures.span(sorted[sorted.length / 2]),
                Figures.span(sorted[(int) (0.95 * (sorted.length - 1))]),
                Figures.span(top),
                dots);
    }

    private static double seconds(Event event) {
        return Objects.requireNonNull(event.seconds());
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
