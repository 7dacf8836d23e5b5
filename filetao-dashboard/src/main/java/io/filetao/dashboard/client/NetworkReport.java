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
 * @param tempo blocks between two epochs; one epoch is a block longer
 * @param storageUsed bytes of shards on all miners
 * @param storageLimit bytes that they could hold
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
        @Nullable Long storageUsed,
        @Nullable Long storageLimit,
        @Nullable Files files) {

    /** Blocks of the epoch that have passed: told, or reckoned as the chain does from block, subnet and tempo. */
    public @Nullable Integer passedBlocks() {
        Integer rules = this.tempo;
        Long head = this.block;
        Integer subnet = this.netuid;
        if (this.epochBlock != null || rules == null || head == null || subnet == null) {
            return this.epochBlock;
        }
        return Math.toIntExact((head + subnet + 1) % (rules + 1L));
    }

    /** Nodes, and how many of them answer; a bare number is the total. */
    public record Count(@Nullable Integer total, @Nullable Integer answering) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Count of(int total) {
            return new Count(total, null);
        }
    }

    /** Files by health, and their bytes as stored. */
    public record Files(
            @Nullable Long total,
            @Nullable Long bytes,
            @Nullable Long healthy,
            @Nullable Long degraded,
            @Nullable Long endangered,
            @Nullable Long lost) {}
}
