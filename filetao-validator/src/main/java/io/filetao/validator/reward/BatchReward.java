package io.filetao.validator.reward;

import io.filetao.common.tier.RewardRules;
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

    /** Ranks from fast to slow; equal times are settled by hotkey so that the order of the batch never matters. */
    private static final Comparator<Success> FASTEST_FIRST =
            Comparator.comparingDouble(Success::slowness).thenComparing(Success::hotkey);

    private final Task task;
    private final RewardRules rules;

    private BatchReward(Task task, RewardRules rules) {
        this.task = task;
        this.rules = rules;
    }

    /** Rewards of a task. */
    public static BatchReward of(Task task, RewardRules rules) {
        return new BatchReward(task, rules);
    }

    /**
     * What each outcome is worth.
     *
     * @param batch at most one outcome of each miner
     * @return in the order of the batch
     * @throws IllegalArgumentException when a miner is there twice
     */
    public List<Reward> of(List<Outcome> batch) {
        Map<Ss58Address, Reward> rewards = HashMap.newHashMap(batch.size());
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
        double factor = this.task.scaledByTier() ? outcome.tier().factor() : 1;
        double cost = this.task.failure(this.rules.failure()) * factor;
        return new Reward(outcome.hotkey(), cost, cost);
    }

    /** Sums run from the fastest to the slowest, so that permuting the batch cannot change a bit. */
    private List<Reward> successes(List<Outcome> batch) {
        List<Success> ranked = new ArrayList<>(batch.size());
        for (Outcome outcome : batch) {
            if (outcome.success()) {
                ranked.add(new Success(outcome.hotkey(), outcome.tier(), outcome.slowness()));
            }
        }
        ranked.sort(FASTEST_FIRST);
        double slowest = ranked.isEmpty() ? 0 : ranked.getLast().slowness();
        double mean = mean(ranked);
        List<Reward> weighed = new ArrayList<>(ranked.size());
        double before = 0;
        double after = 0;
        for (int rank = 0; rank < ranked.size(); rank++) {
            Success success = ranked.get(rank);
            Tier tier = success.tier();
            double raw = tier.factor() * ((rank < BOOSTED) ? tier.boost() : 1);
            double kept = raw * weight(success.slowness(), mean, slowest);
            weighed.add(new Reward(success.hotkey(), raw, kept));
            before += raw;
            after += kept;
        }
        double rescale = (after > 0) ? before / after : 1;
        weighed.replaceAll(
                reward -> new Reward(reward.hotkey(), reward.raw(), reward.reward() * rescale));
        return weighed;
    }

    private static double mean(List<Success> ranked) {
        double total = 0;
        for (Success success : ranked) {
            total += success.slowness();
        }
        return ranked.isEmpty() ? 0 : total / ranked.size();
    }

    private double weight(double slowness, double mean, double slowest) {
        if (slowest == 0) {
            return 1;
        }
        double steepness = this.rules.steepness() / slowest;
        if (Double.isInfinite(steepness)) {
            return 1;
        }
        return 1
                / (1
                        + StrictMath.exp(
                                steepness * (slowness - mean - this.rules.shift() * slowest)));
    }

    /** A success and what it is ranked by, computed once. */
    private record Success(Ss58Address hotkey, Tier tier, double slowness) {}
}
