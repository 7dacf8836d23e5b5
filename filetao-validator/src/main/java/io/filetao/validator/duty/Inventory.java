package io.filetao.validator.duty;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which shards of a miner are looked at next: half of them those that were not looked at for longest, found by walking through all
 * that it holds, and half of them random ones, so that no miner knows what is safe for now. A pick costs a few Redis commands,
 * however much there is. Thread-safe for different miners.
 */
public final class Inventory {

    /** Fresh shards that the walk passes over before it gives up for this time. */
    private static final int PASSED_OVER = 50;

    private final FileIndex index;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Duration fresh;
    private final Map<Ss58Address, Walk> walks = new ConcurrentHashMap<>();

    /**
     * @param random must not be predictable to miners
     * @param fresh the walk passes over what was proven within this time
     */
    Inventory(FileIndex index, RandomGenerator random, InstantSource clock, Duration fresh) {
        this.index = index;
        this.random = random;
        this.clock = clock;
        this.fresh = fresh;
    }

    /** A shard and its entry in the index. */
    record Found(HeldShard place, ShardRecord shard) {}

    /**
     * Shards per miner and round with which every shard is looked at by the walk within the proof age.
     *
     * @param held shards of the miner
     * @param miners that take turns
     * @param perRound of them that are asked in a round
     * @param rounds within the proof age
     * @param most never more
     */
    public static int perRound(long held, int miners, int perRound, double rounds, int most) {
        double turns = Math.max(1, rounds * Math.min(1.0, perRound / (double) Math.max(1, miners)));
        // Half of the picks are the walk's.
        double needed = 2 * held / turns;
        return Math.clamp((long) Math.ceil(needed), 1, most);
    }

    /** At most {@code count} different shards of the miner. */
    List<Found> pick(Ss58Address miner, int count) {
        Map<String, Found> picked = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            // A single pick alternates between the two by chance.
            boolean oldest = count == 1 ? this.random.nextBoolean() : i % 2 == 0;
            Optional<Found> found = oldest ? next(miner) : Optional.empty();
            found.or(() -> any(miner)).ifPresent(it -> picked.put(it.place().rid(), it));
        }
        return List.copyOf(picked.values());
    }

    /** A random shard of the miner. */
    Optional<Found> any(Ss58Address miner) {
        return this.index.randomShard(miner, this.random).flatMap(this::entry);
    }

    private Optional<Found> next(Ss58Address miner) {
        Walk walk = this.walks.computeIfAbsent(miner, _ -> new Walk());
        Instant fresh = this.clock.instant().minus(this.fresh);
        for (int passed = 0; passed < PASSED_OVER; passed++) {
            HeldShard place = walk.next(miner);
            if (place == null) {
                return Optional.empty();
            }
            Optional<Found> found =
                    entry(place).filter(it -> it.shard().lastProof().isBefore(fresh));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The entry of a place, empty when the file has gone or the shard was replaced. */
    Optional<Found> entry(HeldShard place) {
        return entry(place.cid(), place.segment(), place.rid())
                .map(shard -> new Found(place, shard));
    }

    /** The entry of a shard. */
    Optional<ShardRecord> entry(String cid, int segment, String rid) {
        return this.index.findSegment(cid, segment).flatMap(found -> found.shard(rid));
    }

    /** One miner's shards, page by page and again from the beginning. */
    private final class Walk {

        private final Deque<HeldShard> rest = new ArrayDeque<>();
        private int page = HeldPage.FIRST;

        /** Null at the end of a walk: the next call begins anew. */
        synchronized @Nullable HeldShard next(Ss58Address miner) {
            while (this.rest.isEmpty()) {
                if (this.page == HeldPage.END) {
                    this.page = HeldPage.FIRST;
                    return null;
                }
                HeldPage held = Inventory.this.index.held(miner, this.page);
                this.rest.addAll(held.shards());
                this.page = held.next();
            }
            return this.rest.poll();
        }
    }
}
