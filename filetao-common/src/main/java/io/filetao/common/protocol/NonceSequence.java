package io.filetao.common.protocol;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Nonces for outgoing requests: the time in Unix nanoseconds, never the same one twice however many threads ask. */
public final class NonceSequence {

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    public NonceSequence(InstantSource clock) {
        this.clock = clock;
    }

    /** The next nonce. */
    public long next() {
        long now = nanoseconds(this.clock.instant());
        return this.last.updateAndGet(previous -> Math.max(previous + 1, now));
    }

    static long nanoseconds(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
