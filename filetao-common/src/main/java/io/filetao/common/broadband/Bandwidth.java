package io.filetao.common.broadband;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets bytes pass at a steady rate, however many threads ask. Thread-safe. */
public final class Bandwidth {

    private final long bytesPerSecond;
    private final ReentrantLock lock = new ReentrantLock(true);
    private long freeAt = System.nanoTime();

    /**
     * @param bytesPerSecond 0 for no limit
     */
    public Bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("A bandwidth is not negative");
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Returns when everything that was taken before has had its time. */
    public void take(long bytes) throws InterruptedException {
        if (this.bytesPerSecond == 0) {
            return;
        }
        long wait;
        this.lock.lockInterruptibly();
        try {
            long now = System.nanoTime();
            long start = this.freeAt - now > 0 ? this.freeAt : now;
            this.freeAt =
                    start
                            + (long)
                                    ((double) bytes
                                            / this.bytesPerSecond
                                            * TimeUnit.SECONDS.toNanos(1));
            wait = start - now;
        } finally {
            this.lock.unlock();
        }
        TimeUnit.NANOSECONDS.sleep(wait);
    }
}
