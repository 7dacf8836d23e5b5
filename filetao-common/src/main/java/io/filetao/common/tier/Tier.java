package io.filetao.common.tier;

/**
 * One class of miners.
 *
 * @param name as people know it
 * @param storageLimit most bytes of shards that a miner of this tier is given
 * @param minScore least score of the current window, {@code 0} for none
 * @param minSuccesses least number of successes since registration
 * @param factor what a success earns, and how hard a failure is punished, 0 to 1
 * @param boost multiplies the reward of the two fastest successes of a batch, at least 1
 */
public record Tier(
        String name,
        long storageLimit,
        double minScore,
        long minSuccesses,
        double factor,
        double boost) {

    public Tier {
        if (storageLimit < 0 || minSuccesses < 0) {
            throw new IllegalArgumentException("Tier " + name + " has a negative limit");
        }
        if (!(factor >= 0 && factor <= 1) || !(boost >= 1) || !(minScore >= 0 && minScore <= 1)) {
            throw new IllegalArgumentException(
                    "Tier "
                            + name
                            + " needs minScore and factor in 0..1 and a boost of at least 1");
        }
    }

    boolean admits(double score, long totalSuccesses) {
        return score >= this.minScore && totalSuccesses >= this.minSuccesses;
    }
}
