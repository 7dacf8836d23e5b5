package io.filetao.common.stats;

import io.filetao.common.tier.WilsonScore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one miner stands with one validator. It belongs to the hotkey's registration: who takes a uid over, or comes back to the
 * subnet, begins anew.
 *
 * @param since block of the registration
 * @param version counts every change of the record
 * @param seq counts the changes that the log of events tells of, beginning with 1
 * @param store of the current window, as are the next two
 * @param totalSuccesses since the registration
 * @param tier name of the tier
 * @param score moving average of rewards, which decides weights
 * @param misses pings in a row that were not answered
 * @param probation proofs in a row that it has to pass until storing earns again; 0 when nothing is wrong
 * @param window block in which the current window began
 * @param lastSeen when it last answered, null if never
 */
public record Standing(
        long since,
        long version,
        long seq,
        Tally store,
        Tally challenge,
        Tally retrieve,
        long totalSuccesses,
        String tier,
        double score,
        int misses,
        int probation,
        long window,
        @Nullable Instant lastSeen) {

    /** How a miner begins. */
    public static Standing fresh(long since, String lowestTier, long window) {
        return new Standing(
                since,
                0,
                0,
                Tally.NONE,
                Tally.NONE,
                Tally.NONE,
                0,
                lowestTier,
                0,
                0,
                0,
                window,
                null);
    }

    /** Whether its last proofs failed: what it stores earns nothing, and others are asked first, until it has proven again. */
    public boolean onProbation() {
        return this.probation > 0;
    }

    /** Tries of every kind in the current window. */
    public Tally pooled() {
        return this.store.plus(this.challenge).plus(this.retrieve);
    }

    /** {@link WilsonScore#midpoint} of the current window, which decides the tier. */
    public double windowScore() {
        return WilsonScore.midpoint(pooled().successes(), pooled().attempts());
    }

    /** {@link WilsonScore#lowerBound95} of the current window. */
    public double lowerBound95() {
        return WilsonScore.lowerBound95(pooled().successes(), pooled().attempts());
    }

    /** The same after its miner was heard of, or not. */
    public Standing withMisses(int inARow, @Nullable Instant seen) {
        return new Standing(
                this.since,
                this.version,
                this.seq,
                this.store,
                this.challenge,
                this.retrieve,
                this.totalSuccesses,
                this.tier,
                this.score,
                inARow,
                this.probation,
                this.window,
                seen == null ? this.lastSeen : seen);
    }

    /** The same under another version. */
    public Standing withVersion(long number) {
        return new Standing(
                this.since,
                number,
                this.seq,
                this.store,
                this.challenge,
                this.retrieve,
                this.totalSuccesses,
                this.tier,
                this.score,
                this.misses,
                this.probation,
                this.window,
                this.lastSeen);
    }
}
