package io.filetao.common.health;

import io.filetao.common.health.ShardHealth.Status;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Redundancy;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How one segment stands: any k of its n shards give it back.
 *
 * @param shards one for each number from 0 to n-1
 */
public record SegmentHealth(int index, int k, int n, List<ShardHealth> shards) {

    public SegmentHealth {
        shards = List.copyOf(shards);
    }

    static SegmentHealth of(
            int index,
            SegmentRecord segment,
            Predicate<Ss58Address> registered,
            Instant now,
            Duration proofAge) {
        Map<Integer, ShardRecord> placed = new HashMap<>();
        segment.shards().forEach(shard -> placed.put(shard.number(), shard));
        List<ShardHealth> shards =
                IntStream.range(0, segment.n())
                        .mapToObj(number -> {
                            ShardRecord shard = placed.get(number);
                            return shard == null
                                    ? ShardHealth.unplaced(number)
                                    : ShardHealth.of(
                                            shard, registered.test(shard.miner()), now, proofAge);
                        })
                        .toList();
        return new SegmentHealth(index, segment.k(), segment.n(), shards);
    }

    /** Number of shards with a proof that is young enough. */
    public int proven() {
        return (int) this.shards.stream().filter(shard -> shard.status() == Status.PROVEN).count();
    }

    /** Number of shards that count as standing. */
    public int standing() {
        return (int) this.shards.stream().filter(ShardHealth::stands).count();
    }

    FileHealth.Status status() {
        int standing = standing();
        if (standing < this.k) {
            return FileHealth.Status.LOST;
        }
        if (standing == this.n) {
            return FileHealth.Status.HEALTHY;
        }
        return standing <= new Redundancy(this.n, this.k).repairedAt()
                ? FileHealth.Status.ENDANGERED
                : FileHealth.Status.DEGRADED;
    }
}
