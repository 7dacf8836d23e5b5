package io.filetao.common.repair;

import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Redundancy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a segment needs: which of its numbers are rebuilt, and from which shards. A decision without any transfer, so that the
 * simulator takes it too.
 *
 * @param k shards that give the segment back
 * @param n shards at full health
 * @param sound shards that stand, any k of which are read
 * @param unsound entries of the index whose shards failed or whose miners are gone
 * @param missing numbers to rebuild, those of {@code unsound} and those that were never placed
 */
public record RepairPlan(
        int k, int n, List<ShardRecord> sound, List<ShardRecord> unsound, List<Integer> missing) {

    public RepairPlan {
        sound = List.copyOf(sound);
        unsound = List.copyOf(unsound);
        missing = List.copyOf(missing);
    }

    /**
     * Looks at a segment.
     *
     * @param registered whether the miner of a shard is still on the subnet
     */
    public static RepairPlan of(SegmentRecord segment, Predicate<ShardRecord> registered) {
        Map<Integer, ShardRecord> placed = new HashMap<>();
        segment.shards().forEach(shard -> placed.put(shard.number(), shard));
        List<ShardRecord> sound = new ArrayList<>();
        List<ShardRecord> unsound = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        for (int number = 0; number < segment.n(); number++) {
            ShardRecord shard = placed.get(number);
            if (shard != null && shard.failure() == null && registered.test(shard)) {
                sound.add(shard);
            } else {
                missing.add(number);
                if (shard != null) {
                    unsound.add(shard);
                }
            }
        }
        return new RepairPlan(segment.k(), segment.n(), sound, unsound, missing);
    }

    /** Shards that may still be lost before the segment is; negative when fewer than k stand. The smallest is repaired first. */
    public int surplus() {
        return this.sound.size() - this.k;
    }

    /** Whether every shard stands. */
    public boolean isHealthy() {
        return this.missing.isEmpty();
    }

    /** Whether so many shards are missing that the segment is repaired at once. */
    public boolean isEndangered() {
        return this.sound.size() <= new Redundancy(this.n, this.k).repairedAt();
    }

    /** What is read: the shards that stand and, when these are too few, those that only leave their miner. */
    public List<ShardRecord> sources() {
        if (surplus() >= 0) {
            return this.sound;
        }
        return Stream.concat(
                        this.sound.stream(), this.unsound.stream().filter(ShardRecord::isLeaving))
                .toList();
    }

    /** Whether too few shards are left to rebuild anything. */
    public boolean isLost() {
        return sources().size() < this.k;
    }

    /**
     * How long the repair waits for further losses, which the same reading would make good: not at all at the threshold or below.
     *
     * @param patience of a segment above the threshold
     */
    public Duration delay(Duration patience) {
        return isEndangered() ? Duration.ZERO : patience;
    }
}
