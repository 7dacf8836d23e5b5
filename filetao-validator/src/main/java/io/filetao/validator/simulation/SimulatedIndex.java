package io.filetao.validator.simulation;

import io.filetao.common.crypto.Hash;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Placement;
import io.filetao.common.network.Redundancy;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.simulation.Holdings.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One validator's records of segments, as the index would hold them, and the same the other way round. */
final class SimulatedIndex {

    private static final Hash NOTHING = Hash.of(new byte[Hash.BYTES]);

    private final List<SegmentRecord> segments = new ArrayList<>();
    private final Map<Ss58Address, Holdings> holdings = new HashMap<>();
    private final RandomGenerator random;

    SimulatedIndex(RandomGenerator random) {
        this.random = random;
    }

    int size() {
        return this.segments.size();
    }

    SegmentRecord segment(int index) {
        return this.segments.get(index);
    }

    ShardRecord shard(Place place) {
        List<ShardRecord> shards = this.segments.get(place.segment()).shards();
        // Ordered by number, and mostly complete.
        for (int i = Math.min(place.number(), shards.size() - 1); i >= 0; i--) {
            if (shards.get(i).number() == place.number()) {
                return shards.get(i);
            }
        }
        throw new IllegalStateException("No shard at " + place);
    }

    Holdings held(Ss58Address miner) {
        return this.holdings.computeIfAbsent(miner, nobody -> new Holdings());
    }

    /** Records a new segment on the miners that the placement gives. */
    void place(long bytes, Redundancy code, Placement placement) {
        int segment = this.segments.size();
        long length = Math.ceilDiv(bytes, code.k());
        List<ShardRecord> shards = new ArrayList<>();
        for (int number = 0; number < code.n(); number++) {
            int place = number;
            placement
                    .next()
                    .ifPresent(miner ->
                            shards.add(
                                    fresh(segment, place, miner.hotkey(), length, Instant.EPOCH)));
        }
        this.segments.add(new SegmentRecord(bytes, code.k(), code.n(), shards));
    }

    /** Records that a shard stands, for the first time or instead of one that failed. */
    void rebuild(int segment, int number, Ss58Address miner, long length, Instant now) {
        put(segment, fresh(segment, number, miner, length, now));
    }

    /** Replaces the entry of a shard that stays where it is. */
    void put(int segment, ShardRecord shard) {
        SegmentRecord record = this.segments.get(segment);
        List<ShardRecord> shards = new ArrayList<>();
        for (ShardRecord other : record.shards()) {
            if (other.number() != shard.number()) {
                shards.add(other);
            } else if (!other.miner().equals(shard.miner())) {
                held(other.miner()).remove(new Place(segment, other.number()));
            }
        }
        shards.add(shard);
        shards.sort(Comparator.comparingInt(ShardRecord::number));
        this.segments.set(
                segment, new SegmentRecord(record.size(), record.k(), record.n(), shards));
    }

    private ShardRecord fresh(
            int segment, int number, Ss58Address miner, long length, Instant now) {
        held(miner).add(new Place(segment, number));
        return new ShardRecord(number, rid(), miner, 0, length, NOTHING, NOTHING, 1, now, null);
    }

    String rid() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(this.random.nextLong()) + hex.toHexDigits(this.random.nextLong());
    }
}
