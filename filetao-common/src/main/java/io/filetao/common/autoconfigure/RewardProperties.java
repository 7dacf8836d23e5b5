package io.filetao.common.autoconfigure;

import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.RewardRules.FailureCosts;
import io.filetao.common.tier.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What interactions earn and what tiers there are, where that differs from {@link RewardRules#DEFAULT}. A validator and its API nodes
 * need the same tiers.
 *
 * @param alpha Share of the newest reward in the moving average.
 * @param steepness Steepness of the weight of a success by its time, in units of 1/T.
 * @param shift Place where that weight is a half, as a share of T above the mean.
 * @param failure What failing costs by task.
 * @param probation Proofs in a row that a miner passes after a failed one before storing earns again.
 * @param tiers All tiers, highest first.
 */
@ConfigurationProperties("filetao.rewards")
public record RewardProperties(
        @Nullable Double alpha,
        @Nullable Double steepness,
        @Nullable Double shift,
        @Nullable FailureProperties failure,
        @Nullable Integer probation,
        @Nullable List<TierProperties> tiers) {

    /**
     * What failing costs.
     *
     * @param store Storing random data.
     * @param challenge Challenges and sweeps.
     * @param retrieve Reading back.
     * @param monitor Pings, not scaled by the tier.
     */
    public record FailureProperties(
            @Nullable Double store,
            @Nullable Double challenge,
            @Nullable Double retrieve,
            @Nullable Double monitor) {

        FailureCosts costs() {
            FailureCosts usual = RewardRules.DEFAULT.failure();
            return new FailureCosts(
                    or(this.store, usual.store()),
                    or(this.challenge, usual.challenge()),
                    or(this.retrieve, usual.retrieve()),
                    or(this.monitor, usual.monitor()));
        }
    }

    /**
     * One tier.
     *
     * @param name Name as people know it.
     * @param storageLimit Most bytes of shards that a miner is given.
     * @param minScore Least score of the window.
     * @param minSuccesses Least number of successes since registration.
     * @param factor What a success earns.
     * @param boost Factor of the two fastest successes of a batch.
     */
    public record TierProperties(
            String name,
            DataSize storageLimit,
            double minScore,
            long minSuccesses,
            double factor,
            double boost) {

        Tier tier() {
            return new Tier(
                    this.name,
                    this.storageLimit.toBytes(),
                    this.minScore,
                    this.minSuccesses,
                    this.factor,
                    this.boost);
        }
    }

    /** The rules with the defaults filled in. */
    public RewardRules rules() {
        RewardRules usual = RewardRules.DEFAULT;
        return new RewardRules(
                or(this.alpha, usual.alpha()),
                or(this.steepness, usual.steepness()),
                or(this.shift, usual.shift()),
                this.failure == null ? usual.failure() : this.failure.costs(),
                this.probation == null ? usual.probation() : this.probation,
                this.tiers == null || this.tiers.isEmpty()
                        ? usual.tiers()
                        : this.tiers.stream().map(TierProperties::tier).toList());
    }

    private static double or(@Nullable Double configured, double usual) {
        return configured == null ? usual : configured;
    }
}
