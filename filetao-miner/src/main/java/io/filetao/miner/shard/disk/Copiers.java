package io.filetao.miner.shard.disk;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Copies several files at once, because most of a small file's time is waiting for the disk to say that it has it. The first failure
 * ends all of it.
 */
final class Copiers implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int QUEUED = 64;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Semaphore room = new Semaphore(THREADS + QUEUED);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** One file's copy. */
    @FunctionalInterface
    interface Task {

        void run() throws IOException;
    }

    /** Hands in a copy, and waits while too many are waiting. */
    void submit(Task task) throws IOException {
        this.room.acquireUninterruptibly();
        throwFailure();
        this.threads.execute(() -> run(task));
    }

    /** Waits until all are done. */
    void await() throws IOException {
        this.room.acquireUninterruptibly(THREADS + QUEUED);
        throwFailure();
    }

    @Override
    public void close() {
        this.threads.close();
    }

    private void run(Task task) {
        try {
            if (this.failure.get() == null) {
                task.run();
            }
        } catch (IOException | RuntimeException failed) {
            this.failure.compareAndSet(null, failed);
        } finally {
            this.room.release();
        }
    }

    private void throwFailure() throws IOException {
        Exception failed = this.failure.get();
        if (failed instanceof IOException io) {
            throw io;
        }
        if (failed instanceof RuntimeException bug) {
            throw bug;
        }
    }
}
