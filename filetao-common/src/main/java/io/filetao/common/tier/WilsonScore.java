package io.filetao.common.tier;

/**
 * How far a share of successes can be trusted when there were few attempts.
 *
 * <p>With {@code p = s/n}, {@code c = p + z²/2n} and {@code a = sqrt((p(1-p) + z²/4n)/n)} the Wilson interval is
 * {@code (c ± z·a)/(1 + z²/n)} (E. B. Wilson, 1927).
 */
public final class WilsonScore {

    /** Half of all samples of a normal distribution lie within this many standard deviations. */
    private static final double Z50 = 0.6744897501960817;

    /** 95 % of all samples lie within this many; the interval is two-sided. */
    private static final double Z95 = 1.959963984540054;

    private WilsonScore() {}

    /**
     * The score that decides tiers: the middle of the 50 % interval, clamped to 0..1; 0.5 without attempts.
     *
     * @throws IllegalArgumentException when there are more successes than attempts, or fewer than none
     */
    public static double midpoint(long successes, long attempts) {
        check(successes, attempts);
        if (attempts == 0) {
            return 0.5;
        }
        double low = bound(successes, attempts, Z50, -1);
        double high = bound(successes, attempts, Z50, 1);
        return (Math.max(0, low) + Math.min(high, 1)) / 2;
    }

    /** The true lower bound of the 95 % interval, shown beside the score; 0 without attempts. */
    public static double lowerBound95(long successes, long attempts) {
        check(successes, attempts);
        return (attempts == 0) ? 0 : Math.max(0, bound(successes, attempts, Z95, -1));
    }

    private static double bound(long successes, long attempts, double z, int side) {
        double n = attempts;
        double p = successes / n;
        double center = p + z * z / (2 * n);
        double margin = StrictMath.sqrt((p * (1 - p) + z * z / (4 * n)) / n);
        return (center + side * z * margin) / (1 + z * z / n);
    }

    private static void check(long successes, long attempts) {
        if (successes < 0 || successes > attempts) {
            throw new IllegalArgumentException(
                    successes + " successes of " + attempts + " attempts");
        }
    }
}
