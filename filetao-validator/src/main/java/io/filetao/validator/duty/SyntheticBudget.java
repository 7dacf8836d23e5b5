package io.filetao.validator.duty;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;

/**
 * How many bytes of random data a miner may be sent now: a day's allowance that comes in evenly, of which at most an hour's worth is
 * saved up. Kept in Redis, so that replicas share it; used under the chore's lock.
 */
public final class SyntheticBudget {

    private static final double DAY = Duration.ofDays(1).toMillis();
    private static final int SAVED = 24;
    private static final Duration KEPT = Duration.ofDays(1);

    private final RedisCalls redis;
    private final Keyspace keys;
    private final long bytesPerDay;

    SyntheticBudget(RedisCalls redis, Keyspace keys, long bytesPerDay) {
        this.redis = redis;
        this.keys = keys;
        this.bytesPerDay = bytesPerDay;
    }

    /**
     * What is available after some time.
     *
     * @param before what was available then
     */
    public static long available(long before, Duration passed, long bytesPerDay) {
        double gained = bytesPerDay * Math.max(0, passed.toMillis()) / DAY;
        return (long) Math.min(bytesPerDay / (double) SAVED, before + gained);
    }

    long available(Ss58Address miner, Instant now) {
        byte[] kept = this.redis.call(connection -> connection.stringCommands().get(key(miner)));
        if (kept == null) {
            return this.bytesPerDay / SAVED;
        }
        String[] parts = RedisCalls.text(kept).split(" ", 2);
        Instant then = Instant.ofEpochMilli(Long.parseLong(parts[1]));
        return available(Long.parseLong(parts[0]), Duration.between(then, now), this.bytesPerDay);
    }

    /** Takes bytes of what {@link #available} answered. */
    void spend(Ss58Address miner, Instant now, long available, long bytes) {
        String left = (available - bytes) + " " + now.toEpochMilli();
        this.redis.call(connection ->
                connection
                        .stringCommands()
                        .setEx(key(miner), KEPT.toSeconds(), RedisCalls.bytes(left)));
    }

    private byte[] key(Ss58Address miner) {
        return RedisCalls.bytes(this.keys.synthetic(miner));
    }
}
