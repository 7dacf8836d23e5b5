package io.filetao.common.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many of a file's shards stand.
 *
 * @param status {@code healthy}, {@code degraded}, {@code endangered} or {@code lost}
 */
public record FileHealthReport(
        String cid, String status, Instant checkedAt, List<Segment> segments) {

    /**
     * One segment: any k of its n shards give it back.
     *
     * @param proven shards whose newest proof is young enough
     */
    public record Segment(int index, int k, int n, int proven, List<Shard> shards) {}

    /**
     * One shard and its holder.
     *
     * @param status {@code proven}, {@code stale}, {@code failed} or {@code missing}
     * @param reason why it is not proven, null while it is
     */
    public record Shard(
            int number,
            @Nullable String hotkey,
            @Nullable Integer uid,
            String status,
            @Nullable Instant lastProof,
            @Nullable String reason) {}
}
