package io.filetao.common.tier;

import java.util.List;

/**
 * Every number that decides what an interaction earns and where a miner stands (docs/spec/rewards.md). {@link #DEFAULT} is the one
 * place of the defaults; an operator changes them as {@code filetao.rewards.*}, and the log of events says which were in force.
 *
 * @param alpha share of the newest reward in the moving average, above 0, at most 1
 * @param steepness of the weight that a success's time gets, in units of 1/T, T being the slowest success of the batch; not negative
 * @param shift where that weight is a half, as a share of T above the mean
 * @param failure what failing costs, by task
 * @param probation proofs in a row that a miner passes after a failed one before storing earns again; 0 for none
 * @param tiers highest first; the last must admit everybody
 */
public record RewardRules(
        double alpha,
        double steepness,
        double shift,
        FailureCosts failure,
        int probation,
        List<Tier> tiers) {

    /** The network's, with the tiers of {@link TierTable#DEFAULT}. */
    public static final RewardRules DEFAULT =
            new RewardRules(
                    0.05,
                    7,
                    0.3,
                    new FailureCosts(0, -0.05, -0.01, -0.005),
                    10,
                    TierTable.DEFAULT.tiers());

    public RewardRules {
        check(alpha > 0 && alpha <= 1, "alpha is above 0 and at most 1");
        check(steepness >= 0 && steepness <= 1000, "steepness is between 0 and 1000");
        check(shift >= -1 && shift <= 1, "shift is between -1 and 1");
        check(probation >= 0, "probation is not negative");
        tiers = new TierTable(tiers).tiers();
    }

    /** The tiers as a table. */
    public TierTable table() {
        return new TierTable(this.tiers);
    }

    /** The same with another length of probation. */
    public RewardRules withProbation(int proofs) {
        return new RewardRules(
                this.alpha, this.steepness, this.shift, this.failure, proofs, this.tiers);
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("Of filetao.rewards, " + rule);
        }
    }

    /**
     * What failing costs before the tier's factor, by task; at most 0 each. A ping that is missed is not scaled by the tier.
     *
     * @param store of random data
     * @param challenge proofs, sweeps among them
     * @param retrieve reading back
     * @param monitor pings
     */
    public record FailureCosts(double store, double challenge, double retrieve, double monitor) {

        public FailureCosts {
            for (double cost : new double[] {store, challenge, retrieve, monitor}) {
                check(
                        cost <= 0 && !Double.isInfinite(cost),
                        "each failure is finite and at most 0");
            }
        }
    }
}
