package io.filetao.dashboard.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /api/v1/network} tells; null is what the API does not (yet) know.
 *
 * @param block newest block of the chain
 * @param epoch number of the epoch in progress
 * @param epochBlock blocks of it that have passed
 * @param tempo blocks of a whole epoch
 */
public record NetworkReport(
        @Nullable Integer netuid,
        @Nullable Long block,
        @Nullable Instant blockTime,
        @Nullable Long epoch,
        @Nullable Integer epochBlock,
        @Nullable Integer tempo,
        @Nullable Count miners,
        @Nullable Count validators,
        @Nullable Storage storage,
        @Nullable Files files) {

    /** Nodes, and how many of them answer; a bare number is the total. */
    public record Count(@Nullable Integer total, @Nullable Integer answering) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Count of(int total) {
            return new Count(total, null);
        }
    }

    /** Bytes of shards held, and bytes that could be. */
    public record Storage(@Nullable Long used, @Nullable Long limit) {}

    /** Files by health, and their bytes as stored. */
    public record Files(
            @Nullable Long total,
            @Nullable Long bytes,
            @Nullable Long healthy,
            @Nullable Long degraded,
            @Nullable Long endangered,
            @Nullable Long lost) {}
}
