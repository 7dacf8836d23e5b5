package io.filetao.common.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Locks that the replicas of a node share, for work that only one of them may do at a time.
 *
 * <pre>{@code
 * locks.tryAcquire("store", Duration.ofSeconds(60)).ifPresent(lease -> {
 *     try (lease) {
 *         round.run(lease.fence());
 *     }
 * });
 * }</pre>
 *
 * <p>A lease ends by itself when its holder does. A holder that was stopped for longer than its lease may not know that another has taken
 * over; where that could harm, what it writes carries {@link Lease#fence()}, and a smaller number than the newest seen is refused.
 */
public final class Locks {

    private static final LuaScript ACQUIRE = LuaScript.named("acquire-lock");
    private static final LuaScript RENEW = LuaScript.named("renew-lock");

    private final RedisCalls redis;
    private final Keyspace keys;

    public Locks(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Takes the lock if nobody holds it.
     *
     * @param length how long it is held unless renewed
     */
    public Optional<Lease> tryAcquire(String name, Duration length) {
        String token = UUID.randomUUID().toString();
        long fence =
                this.redis.runForNumber(
                        ACQUIRE,
                        List.of(this.keys.lock(name), this.keys.fence(name)),
                        RedisCalls.bytes(token),
                        RedisCalls.bytes(length.toMillis()));
        return fence == 0 ? Optional.empty() : Optional.of(new Lease(name, token, fence));
    }

    /** A lock that is held. */
    public final class Lease implements AutoCloseable {

        private final String name;
        private final String token;
        private final long fence;

        private Lease(String name, String token, long fence) {
            this.name = name;
            this.token = token;
            this.fence = fence;
        }

        /** Greater than that of every lease of this lock before. */
        public long fence() {
            return this.fence;
        }

        /** Holds it for the given time from now on. Answers false when it has ended already: stop the work then. */
        public boolean renew(Duration length) {
            return Locks.this.redis.runForNumber(
                            RENEW,
                            List.of(Locks.this.keys.lock(this.name)),
                            RedisCalls.bytes(this.token),
                            RedisCalls.bytes(length.toMillis()))
                    == 1;
        }

        /** Gives it back, if it is still held. */
        @Override
        public void close() {
            renew(Duration.ZERO);
        }
    }
}
