package io.filetao.validator.reward;

import io.filetao.common.tier.Tier;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rewards of the miners that were asked in one batch (docs/spec/rewards.md, "Reward of one batch").
 *
 * <p>A success earns its tier's factor, boosted for the two fastest, then weighed by a sigmoid of its slowness among the successes
 * and rescaled so that the batch's sum stays. A failure costs the task's value times the factor, whatever the others did. All
 * arithmetic is {@link StrictMath}, so that replaying the log gives the same bits everywhere.
 */
public final class BatchReward {

    private static final int BOOSTED = 2;
    private static final double STEEPNESS = 7;
    private static final double SHIFT = 0.3;

    /** Ranks from fast to slow; equal times are settled by hotkey so that the order of the batch never matters. */
    private static final Comparator<Outcome> FASTEST_FIRST =
            Comparator.comparingDouble(Outcome::slowness).thenComparing(Outcome::hotkey);

    private final double failure;
    private final boolean scaledByTier;

    private BatchReward(double failure, boolean scaledByTier) {
        this.failure = failure;
        this.scaledByTier = scaledByTier;
    }

    /** Rewards of a task with its default failure value. */
    public static BatchReward of(Task task) {
        return of(task, task.defaultFailure());
    }

    /**
     * Rewards of a task with a configured failure value.
     *
     * @throws IllegalArgumentException when failing would pay
     */
    public static BatchReward of(Task task, double failure) {
        if (!(failure <= 0) || Double.isInfinite(failure)) {
            throw new IllegalArgumentException(
                    "The failure value of " + task + " must be finite and at most 0");
        }
        return new BatchReward(failure, task.scaledByTier());
    }

    /**
     * What each outcome is worth.
     *
     * @param batch at most one outcome of each miner
     * @return in the order of the batch
     * @throws IllegalArgumentException when a miner is there twice
     */
    public List<Reward> of(List<Outcome> batch) {
        Map<Ss58Address, Reward> rewards = new HashMap<>();
        for (Reward reward : successes(batch)) {
            rewards.put(reward.hotkey(), reward);
        }
        for (Outcome outcome : batch) {
            if (!outcome.success()) {
                rewards.put(outcome.hotkey(), failure(outcome));
            }
        }
        if (rewards.size() < batch.size()) {
            throw new IllegalArgumentException("A miner is twice in one batch");
        }
        return batch.stream()
                .map(outcome -> Objects.requireNonNull(rewards.get(outcome.hotkey())))
                .toList();
    }

    private Reward failure(Outcome outcome) {
        double cost = this.failure * (this.scaledByTier ? outcome.tier().factor() : 1);
        return new Reward(outcome.hotkey(), cost, cost);
    }

    /** Sums run from the fastest to the slowest, so that permuting the batch cannot change a bit. */
    private static List<Reward> successes(List<Outcome> batch) {
        List<Outcome> ranked =
                batch.stream().filter(Outcome::success).sorted(FASTEST_FIRST).toList();
        double slowest = ranked.isEmpty() ? 0 : ranked.getLast().slowness();
        double mean = mean(ranked);
        List<Reward> weighed = new ArrayList<>();
        double before = 0;
        double after = 0;
        for (int rank = 0; rank < ranked.size(); rank++) {
            Outcome success = ranked.get(rank);
            Tier tier = success.tier();
            double raw = tier.factor() * ((rank < BOOSTED) ? tier.boost() : 1);
            double kept = raw * weight(success.slowness(), mean, slowest);
            weighed.add(new Reward(success.hotkey(), raw, kept));
            before += raw;
            after += kept;
        }
        double rescale = (after > 0) ? before / after : 1;
        return weighed.stream()
                .map(reward -> new Reward(reward.hotkey(), reward.raw(), reward.reward() * rescale))
                .toList();
    }

    private static double mean(List<Outcome> ranked) {
        double total = 0;
        for (Outcome outcome : ranked) {
            total += outcome.slowness();
        }
        return ranked.isEmpty() ? 0 : total / ranked.size();
    }

    private static double weight(double slowness, double mean, double slowest) {
        if (slowest == 0) {
            return 1;
        }
        double steepness = STEEPNESS / slowest;
        if (Double.isInfinite(steepness)) {
            return 1;
        }
        return 1 / (1 + StrictMath.exp(steepness * (slowness - mean - SHIFT * slowest)));
    }
}
