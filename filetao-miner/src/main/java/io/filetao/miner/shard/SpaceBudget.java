package io.filetao.miner.shard;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that may still be stored: within the miner's own limit, and never into the reserve that keeps the file system alive. What is
 * being received counts from its start.
 */
public final class SpaceBudget {

    private final long capacity;
    private final long reserve;
    private final Usable usable;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();

    /**
     * @param capacity most bytes of all shards together, {@link Long#MAX_VALUE} for as many as fit
     * @param reserve bytes of the file system that are left free
     * @param usable bytes that the file system would still take
     */
    public SpaceBudget(long capacity, long reserve, Usable usable) {
        this.capacity = capacity;
        this.reserve = reserve;
        this.usable = usable;
    }

    /** Sets aside space for a shard; empty when there is not enough. Close it unless the shard was {@link Reservation#keep kept}. */
    public Optional<Reservation> reserve(long bytes) throws IOException {
        long pending = this.pending.addAndGet(bytes);
        boolean fits =
                this.used.get() <= this.capacity - pending
                        && this.usable.bytes() - pending >= this.reserve;
        if (!fits) {
            this.pending.addAndGet(-bytes);
            return Optional.empty();
        }
        return Optional.of(new Reservation(bytes));
    }

    /** Counts what was on the disk when the program started, or was found there since. */
    public void recount(long bytes) {
        this.used.set(bytes);
    }

    /** Counts a shard that was removed. */
    public void release(long bytes) {
        this.used.addAndGet(-bytes);
    }

    /** Bytes of all shards. */
    public long used() {
        return Math.max(0, this.used.get());
    }

    /** Bytes of shards that could still come. */
    public long available() throws IOException {
        long pending = this.pending.get();
        long own = this.capacity - used() - pending;
        long disk = this.usable.bytes() - this.reserve - pending;
        return Math.max(0, Math.min(own, disk));
    }

    /** Asks the file system. */
    @FunctionalInterface
    public interface Usable {

        long bytes() throws IOException;
    }

    /** Space set aside for one shard. */
    public final class Reservation implements AutoCloseable {

        private final long bytes;
        private boolean kept;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        /** The shard is on the disk. */
        public void keep() {
            this.kept = true;
        }

        @Override
        public void close() {
            if (this.kept) {
                SpaceBudget.this.used.addAndGet(this.bytes);
            }
            SpaceBudget.this.pending.addAndGet(-this.bytes);
        }
    }
}
