package io.filetao.dashboard.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One miner as {@code GET /api/v1/network/miners} tells; null is what the API does not (yet) know.
 *
 * @param axon address and port, as announced on chain
 * @param tier class of miner by proven successes
 * @param scoreLowerBound95 lower end of the 95 % interval around the score, 0 to 1
 * @param totalSuccesses since it was registered
 * @param storageUsed bytes of shards
 * @param storageLimit bytes that the tier and the disk allow
 * @param reward moving average of its rewards, which decides weights
 * @param lastSeen when it last answered
 */
public record MinerReport(
        int uid,
        String hotkey,
        @Nullable String coldkey,
        @Nullable String axon,
        @Nullable String tier,
        @Nullable Double score,
        @Nullable Double scoreLowerBound95,
        @Nullable Tally store,
        @Nullable Tally challenge,
        @Nullable Tally retrieve,
        @Nullable Long totalSuccesses,
        @Nullable Long storageUsed,
        @Nullable Long storageLimit,
        @Nullable Double reward,
        @Nullable Instant lastSeen,
        @Nullable Boolean answering) {

    /** Tries of one kind and how many went well. */
    public record Tally(long successes, long attempts) {}
}
