package io.filetao.validator.reward;

import io.filetao.common.tier.Tier;
import io.filetao.common.wallet.Ss58Address;

/**
 * What came of asking one miner once.
 *
 * @param seconds time of the answer's first move, ignored for a failure
 * @param bytes bytes that the answer was about
 */
public record Outcome(Ss58Address hotkey, Tier tier, boolean success, double seconds, long bytes) {

    public Outcome {
        if (!(seconds >= 0) || Double.isInfinite(seconds) || bytes < 0) {
            throw new IllegalArgumentException(
                    "Time and bytes of an outcome are finite and not negative");
        }
    }

    /** Time by size: {@code seconds / ln(1 + max(1, bytes))}, by which the batch is ranked. */
    double slowness() {
        return this.seconds / StrictMath.log(1.0 + Math.max(1, this.bytes));
    }
}
