package io.filetao.miner.scrub;

import java.time.Duration;

/** Holds a reader to so many bytes a second, evenly. */
final class Pace {

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    /** Waits shorter than this are saved up, as a sleep is not that exact. */
    private static final long SHORTEST_NANOS = Duration.ofMillis(5).toNanos();

    private final double nanosPerByte;
    private long free = System.nanoTime();

    Pace(long bytesPerSecond) {
        this.nanosPerByte = (double) SECOND_NANOS / bytesPerSecond;
    }

    /** Waits until that many bytes more may be read. */
    void spend(int bytes) throws InterruptedException {
        long now = System.nanoTime();
        this.free = Math.max(this.free, now - SECOND_NANOS) + (long) (bytes * this.nanosPerByte);
        long wait = this.free - now;
        if (wait >= SHORTEST_NANOS) {
            Thread.sleep(Duration.ofNanos(wait));
        }
    }
}
