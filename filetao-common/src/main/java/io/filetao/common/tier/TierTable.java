package io.filetao.common.tier;

import java.util.List;
import java.util.Optional;

/**
 * The tiers from the highest to the lowest.
 *
 * <p>The lowest must admit everybody, so that every miner has a tier.
 *
 * @param tiers highest first
 */
public record TierTable(List<Tier> tiers) {

    private static final long TB = 1L << 40;
    private static final long PB = 1L << 50;

    /** The network's eight tiers (docs/spec/rewards.md); TB and PB are binary multiples. */
    public static final TierTable DEFAULT =
            new TierTable(
                    List.of(
                            new Tier("Super Saiyan", 50 * PB, 0.90, 15_000, 1.00, 1.02),
                            new Tier("Ruby", 20 * PB, 0.85, 10_000, 0.90, 1.04),
                            new Tier("Emerald", 10 * PB, 0.80, 8_000, 0.85, 1.05),
                            new Tier("Diamond", 5 * PB, 0.75, 6_000, 0.80, 1.08),
                            new Tier("Platinum", PB, 0.65, 4_000, 0.75, 1.10),
                            new Tier("Gold", 200 * TB, 0.65, 2_000, 0.70, 1.12),
                            new Tier("Silver", 50 * TB, 0.60, 500, 0.65, 1.16),
                            new Tier("Bronze", 10 * TB, 0, 0, 0.60, 1.20)));

    public TierTable {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty() || !tiers.getLast().admits(0, 0)) {
            throw new IllegalArgumentException(
                    "The lowest tier must ask for nothing, so that every miner has one");
        }
    }

    /**
     * The highest tier whose two conditions hold.
     *
     * @param score of the current window
     * @param totalSuccesses since registration
     */
    public Tier of(double score, long totalSuccesses) {
        return this.tiers.stream()
                .filter(tier -> tier.admits(score, totalSuccesses))
                .findFirst()
                .orElse(lowest());
    }

    /** The tier every miner starts in. */
    public Tier lowest() {
        return this.tiers.getLast();
    }

    /** The tier of a name. */
    public Optional<Tier> named(String name) {
        return this.tiers.stream().filter(tier -> tier.name().equals(name)).findFirst();
    }

    /** The tier above, empty for the highest. */
    public Optional<Tier> above(Tier tier) {
        int place = this.tiers.indexOf(tier);
        return (place > 0) ? Optional.of(this.tiers.get(place - 1)) : Optional.empty();
    }
}
