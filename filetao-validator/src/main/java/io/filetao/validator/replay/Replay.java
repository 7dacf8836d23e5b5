package io.filetao.validator.replay;

import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.event.Event;
import io.filetao.common.event.Event.WeightsSet;
import io.filetao.common.event.EventFiles;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.BatchReward;
import io.filetao.validator.reward.Outcome;
import io.filetao.validator.reward.Reward;
import io.filetao.validator.reward.Task;
import io.filetao.validator.reward.WeightVector;
import io.filetao.validator.score.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Computes every reward, score, tier and weight again from logs of events and compares them bit for bit with what was logged. Reads one
 * event at a time, so that logs of any length can be replayed.
 *
 * <pre>{@code
 * ReplayReport report = new Replay().run(List.of(directory));
 * }</pre>
 */
public final class Replay {

    private static final int SHOWN = 20;

    private final Rules unlessTold;
    private final Findings findings = new Findings();
    private final Map<String, MinerReplay> miners = new HashMap<>();
    private final List<Event> early = new ArrayList<>();
    private List<Event> batch = new ArrayList<>();
    private Rules rules;

    /** A replay by the rules that the logs name. */
    public Replay() {
        this(RewardRules.DEFAULT);
    }

    /**
     * @param unlessTold rules of a log that does not name those in force
     */
    public Replay(RewardRules unlessTold) {
        this.unlessTold = Rules.of(unlessTold);
        this.rules = this.unlessTold;
    }

    /** Replays the logs of all replicas, a directory each. An instance replays once. */
    public ReplayReport run(List<Path> directories) throws IOException {
        for (Path directory : directories) {
            this.rules = this.unlessTold;
            EventFiles.read(directory, this::accept);
            endBatch();
        }
        this.miners.values().forEach(MinerReplay::finish);
        this.early.forEach(this::weights);
        return this.findings.report();
    }

    private void accept(Event event) {
        this.findings.events++;
        if (!this.batch.isEmpty()
                && !Objects.equals(this.batch.getFirst().batch(), event.batch())) {
            endBatch();
        }
        RewardRules told = event.rules();
        WeightsSet set = event.weights();
        if (told != null) {
            endBatch();
            this.rules = Rules.of(told);
        } else if (set != null) {
            if (isReached(set)) {
                weights(event);
            } else {
                this.early.add(event);
            }
        } else if (event.batch() != null && event.hotkey() != null) {
            this.batch.add(event);
        } else if (event.type().equals("reset")) {
            change(event);
        }
    }

    private void endBatch() {
        List<Event> ended = this.batch;
        if (!ended.isEmpty()) {
            this.batch = new ArrayList<>();
            rewards(ended);
            ended.forEach(this::change);
        }
    }

    private void rewards(List<Event> batched) {
        Task task = Task.of(batched.getFirst().type()).orElse(null);
        List<Outcome> outcomes = new ArrayList<>();
        for (Event event : batched) {
            outcome(event).ifPresent(outcomes::add);
        }
        if (task == null || outcomes.size() < batched.size()) {
            this.findings.mismatch(batched.getFirst(), "its batch cannot be computed again");
            return;
        }
        List<Reward> rewards = BatchReward.of(task, this.rules.numbers()).of(outcomes);
        for (int i = 0; i < rewards.size(); i++) {
            Event event = batched.get(i);
            this.findings.expect(event, "raw reward", event.raw(), rewards.get(i).raw());
            this.findings.expect(event, "reward", event.reward(), rewards.get(i).reward());
        }
        this.findings.batches++;
    }

    private Optional<Outcome> outcome(Event event) {
        String hotkey = event.hotkey();
        Double seconds = event.seconds();
        Long bytes = event.bytes();
        if (hotkey == null || seconds == null || bytes == null || event.tier() == null) {
            return Optional.empty();
        }
        return this.rules
                .tiers()
                .named(event.tier())
                .map(tier ->
                        new Outcome(
                                new Ss58Address(hotkey),
                                tier,
                                Boolean.TRUE.equals(event.success()),
                                seconds,
                                bytes));
    }

    private void change(Event event) {
        Long seq = event.seq();
        if (seq == null || event.hotkey() == null) {
            this.findings.mismatch(event, "it does not say which change of which miner it is");
            return;
        }
        this.miners
                .computeIfAbsent(
                        key(event.hotkey(), event.since()), _ -> new MinerReplay(this.findings))
                .accept(event, seq, this.rules.progress());
    }

    private boolean isReached(WeightsSet set) {
        return set.entries().stream()
                .allMatch(entry -> {
                    MinerReplay miner = this.miners.get(key(entry.hotkey(), entry.since()));
                    return entry.seq() == 0 || (miner != null && miner.isAtLeast(entry.seq()));
                });
    }

    private void weights(Event event) {
        WeightsSet set = Objects.requireNonNull(event.weights());
        SortedMap<Integer, Double> scores = new TreeMap<>();
        for (WeightsSet.Entry entry : set.entries()) {
            MinerReplay miner = this.miners.get(key(entry.hotkey(), entry.since()));
            Optional<Double> score =
                    entry.seq() == 0
                            ? Optional.of(0.0)
                            : Optional.ofNullable(miner).flatMap(it -> it.score(entry.seq()));
            if (score.isEmpty()) {
                this.findings.unchecked++;
                return;
            }
            scores.put(entry.uid(), score.get());
        }
        SortedMap<Integer, Integer> weights =
                WeightVector.of(scores, rules(set.minAllowedWeights(), set.maxWeightLimit()));
        for (WeightsSet.Entry entry : set.entries()) {
            this.findings.expect(
                    event,
                    "weight of uid " + entry.uid(),
                    entry.weight(),
                    weights.getOrDefault(entry.uid(), 0));
        }
        this.findings.weights++;
    }

    /** The rules that weights depend on; the others are not asked for. */
    private static Hyperparameters rules(int minAllowedWeights, int maxWeightLimit) {
        return new Hyperparameters(1, minAllowedWeights, maxWeightLimit, 0, 0, 0, 0, 0);
    }

    /** The rules in force and what follows from them. */
    private record Rules(RewardRules numbers, TierTable tiers, Progress progress) {

        static Rules of(RewardRules numbers) {
            return new Rules(numbers, numbers.table(), new Progress(numbers));
        }
    }

    private static String key(@Nullable String hotkey, @Nullable Long since) {
        return hotkey + "@" + since;
    }

    /** Counts what was compared and what differed. */
    static final class Findings {

        private final List<String> first = new ArrayList<>();
        private long events;
        private long interactions;
        private long batches;
        private long resets;
        private long weights;
        private long unchecked;
        private long missing;
        private long mismatches;

        /** Compares a logged value with the computed one; {@code equals} of a double compares its bits. */
        void expect(Event event, String what, @Nullable Object logged, Object computed) {
            if (!computed.equals(logged)) {
                mismatch(event, what + " is " + computed + ", logged was " + logged);
            }
        }

        void mismatch(Event event, String what) {
            this.mismatches++;
            if (this.first.size() < SHOWN) {
                this.first.add(
                        "event %s (%s, block %d, %s): %s"
                                .formatted(
                                        event.id(),
                                        event.type(),
                                        event.block(),
                                        event.hotkey(),
                                        what));
            }
        }

        void interaction() {
            this.interactions++;
        }

        void reset() {
            this.resets++;
        }

        void unchecked() {
            this.unchecked++;
        }

        void missing(long count) {
            this.missing += count;
        }

        ReplayReport report() {
            return new ReplayReport(
                    this.events,
                    this.interactions,
                    this.batches,
                    this.resets,
                    this.weights,
                    this.unchecked,
                    this.missing,
                    this.mismatches,
                    this.first);
        }
    }
}
