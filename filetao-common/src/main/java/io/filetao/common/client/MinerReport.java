package io.filetao.common.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A miner as an API node describes it.
 *
 * @param score that decides the tier, 0 to 1
 * @param scoreLowerBound95 lower end of the 95 % interval of the success rate
 * @param store tries of the current window, as are the next two
 * @param totalSuccesses since registration
 * @param storageUsed bytes of shards on it
 * @param storageLimit bytes that its tier allows
 * @param reward moving average, which decides weights
 * @param lastSeen when it last answered
 */
public record MinerReport(
        int uid,
        String hotkey,
        String coldkey,
        String axon,
        String tier,
        double score,
        double scoreLowerBound95,
        Count store,
        Count challenge,
        Count retrieve,
        long totalSuccesses,
        long storageUsed,
        long storageLimit,
        double reward,
        @Nullable Instant lastSeen,
        boolean answering) {

    /** Tries of one kind and how many went well. */
    public record Count(long successes, long attempts) {}

    record Page(List<MinerReport> items, @Nullable String next) {}
}
