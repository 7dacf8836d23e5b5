package io.filetao.common.crypto;

import java.util.concurrent.Semaphore;

/**
 * Bounds how many threads hash, tag, prove or decode at once. Virtual threads are many and cores are few: without a
 * bound, a burst of requests holds the buffers of all of them while none finishes.
 */
public final class CpuPermits {

    private static final CpuPermits SHARED =
            new CpuPermits(Runtime.getRuntime().availableProcessors());

    private final Semaphore permits;

    /** Permits for the given number of threads at once. */
    public CpuPermits(int permits) {
        this.permits = new Semaphore(permits, true);
    }

    /** The permits of this JVM, one for each core. */
    public static CpuPermits shared() {
        return SHARED;
    }

    /**
     * Waits for a permit; close it when the work is done.
     *
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public Permit acquire() throws InterruptedException {
        this.permits.acquire();
        return this.permits::release;
    }

    /** The right to keep one core busy until it is closed. */
    @FunctionalInterface
    public interface Permit extends AutoCloseable {

        @Override
        void close();
    }
}
