package io.filetao.common.stats.redis;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The miners that have said that they leave: they are given nothing any more, by no replica and no API node, until they have left or
 * change their mind. Read as a whole, and again only after some seconds, so that looking a miner up costs nothing.
 */
public final class Departures {

    private static final Duration FRESH = Duration.ofSeconds(3);

    private final RedisCalls redis;
    private final Keyspace keys;
    private volatile Seen seen = new Seen(Map.of(), System.nanoTime() - FRESH.toNanos());

    public Departures(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    private record Seen(Map<Ss58Address, Instant> since, long nanos) {}

    /** Whether a miner leaves, as it was some seconds ago at most. */
    public boolean contains(Ss58Address miner) {
        Seen known = this.seen;
        if (System.nanoTime() - known.nanos() > FRESH.toNanos()) {
            known = new Seen(read(), System.nanoTime());
            this.seen = known;
        }
        return known.since().containsKey(miner);
    }

    /** Every miner that leaves. */
    public Set<Ss58Address> all() {
        return Set.copyOf(read().keySet());
    }

    /**
     * Notes that a miner leaves.
     *
     * @param pause least time between two looks at what it holds
     * @return whether it is time to look through what it holds
     */
    public boolean note(Ss58Address miner, Instant now, Duration pause) {
        Instant before = read().get(miner);
        if (before != null && before.plus(pause).isAfter(now)) {
            return false;
        }
        this.redis.call(connection ->
                connection
                        .hashCommands()
                        .hSet(
                                RedisCalls.bytes(this.keys.leaving()),
                                RedisCalls.bytes(miner.value()),
                                RedisCalls.bytes(now.toEpochMilli())));
        return true;
    }

    /** Forgets that a miner leaves. */
    public void strike(Ss58Address miner) {
        this.redis.call(connection ->
                connection
                        .hashCommands()
                        .hDel(
                                RedisCalls.bytes(this.keys.leaving()),
                                RedisCalls.bytes(miner.value())));
    }

    private Map<Ss58Address, Instant> read() {
        Map<byte[], byte[]> fields =
                this.redis.call(connection ->
                        connection.hashCommands().hGetAll(RedisCalls.bytes(this.keys.leaving())));
        Map<Ss58Address, Instant> since = new HashMap<>();
        if (fields != null) {
            fields.forEach((miner, millis) ->
                    since.put(
                            new Ss58Address(RedisCalls.text(miner)),
                            Instant.ofEpochMilli(Long.parseLong(RedisCalls.text(millis)))));
        }
        return since;
    }
}
