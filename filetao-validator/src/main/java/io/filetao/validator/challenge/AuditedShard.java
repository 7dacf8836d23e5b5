package io.filetao.validator.challenge;

import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of challenging one shard.
 *
 * @param shard its entry as it stands now
 * @param uid of its miner, -1 when that left the subnet
 * @param verdict null when there was nobody to ask
 * @param took time of the answer's first move, zero when there was none
 */
public record AuditedShard(
        int segment, ShardRecord shard, int uid, @Nullable Verdict verdict, Duration took) {

    static AuditedShard gone(int segment, ShardRecord shard) {
        return new AuditedShard(segment, shard, -1, null, Duration.ZERO);
    }

    public boolean passed() {
        return this.verdict != null && this.verdict.passed();
    }

    /** Why it did not pass, as a sentence; empty when it did. */
    public String reason() {
        return switch (this.verdict) {
            case null -> "The miner left the subnet";
            case Verdict.Accepted accepted -> "";
            case Verdict.Rejected rejected -> rejected.detail();
        };
    }
}
