package io.filetao.common.health;

import io.filetao.common.index.ShardRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one shard stands.
 *
 * @param number position in the segment's code
 * @param record what the index holds of it; null while it was never placed
 * @param reason one sentence why it is not proven, null while it is
 */
public record ShardHealth(
        int number, @Nullable ShardRecord record, Status status, @Nullable String reason) {

    /** What is known of a shard. */
    public enum Status {
        /** Passed, and last checked within the proof age. */
        PROVEN,
        /** Passed, but not checked for longer. */
        STALE,
        /** The last check failed. */
        FAILED,
        /** On no miner, or on one that has left. */
        MISSING;

        /** The name in answers. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it counts as standing. */
    public boolean stands() {
        return this.status == Status.PROVEN || this.status == Status.STALE;
    }

    static ShardHealth of(
            ShardRecord record, boolean minerRegistered, Instant now, Duration proofAge) {
        if (!minerRegistered) {
            return new ShardHealth(
                    record.number(),
                    record,
                    Status.MISSING,
                    "The miner has left the subnet; repair places the shard elsewhere.");
        }
        if (record.failure() != null) {
            return new ShardHealth(record.number(), record, Status.FAILED, record.failure());
        }
        if (record.lastProof().plus(proofAge).isBefore(now)) {
            return new ShardHealth(
                    record.number(),
                    record,
                    Status.STALE,
                    "The last proof is of %s, longer ago than %d hours; a challenge is due."
                            .formatted(record.lastProof(), proofAge.toHours()));
        }
        return new ShardHealth(record.number(), record, Status.PROVEN, null);
    }

    static ShardHealth unplaced(int number) {
        return new ShardHealth(
                number, null, Status.MISSING, "The shard is not placed yet; repair completes it.");
    }
}
