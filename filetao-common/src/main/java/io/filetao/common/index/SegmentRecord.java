package io.filetao.common.index;

import java.util.List;
import java.util.Optional;

/**
 * One segment of a file and where its shards are.
 *
 * @param size bytes of the segment, at most 64 MiB
 * @param k shards that give the segment back
 * @param n shards at full health
 * @param shards those placed so far, ordered by number; fewer than n until repair completes them
 */
public record SegmentRecord(long size, int k, int n, List<ShardRecord> shards) {

    public SegmentRecord {
        shards = List.copyOf(shards);
    }

    /** The shard with this id, empty when it is no longer among those placed. */
    public Optional<ShardRecord> shard(String rid) {
        return this.shards.stream().filter(shard -> shard.rid().equals(rid)).findFirst();
    }
}
