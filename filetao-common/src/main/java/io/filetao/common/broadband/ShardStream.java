package io.filetao.common.broadband;

import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.ShardFetcher;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The verified cells of one shard, fetched by a thread of its own that stays at most {@value #AHEAD} cells ahead of the reader. Its
 * fields are guarded by the segment's lock.
 */
final class ShardStream extends OutputStream {

    static final int AHEAD = 2;

    private final ShardRecord shard;
    private final Miner miner;
    private final MinerGuard.Exchange exchange;
    private final CellRun run;
    private final ReentrantLock lock;
    private final Condition changed;
    private final LongAdder received;
    private final ArrayDeque<byte[]> cells = new ArrayDeque<>();
    private final long openedAt = System.nanoTime();
    private int nextStripe;
    private boolean closed;
    private @Nullable Exception failure;
    private @Nullable Thread thread;

    /** Touched by the fetching thread only. */
    private byte[] cell;

    private int filled;
    private int filling;

    /**
     * @param run stripes whose cells are wanted
     * @param first stripe to start at
     * @param received counts the bytes that come
     */
    ShardStream(
            ShardRecord shard,
            Miner miner,
            MinerGuard.Exchange exchange,
            CellRun run,
            int first,
            ReentrantLock lock,
            Condition changed,
            LongAdder received) {
        this.shard = shard;
        this.miner = miner;
        this.exchange = exchange;
        this.run = run;
        this.lock = lock;
        this.changed = changed;
        this.received = received;
        this.nextStripe = first;
        this.filling = first;
        this.cell = new byte[run.layout().cellLength(first)];
    }

    int number() {
        return this.shard.number();
    }

    ShardRecord shard() {
        return this.shard;
    }

    Miner miner() {
        return this.miner;
    }

    MinerGuard.Exchange exchange() {
        return this.exchange;
    }

    /** Fetches to the end of the run and answers whether all of it came; call it on a thread of its own. */
    boolean fetch(ShardFetcher fetcher) {
        int first = this.filling;
        int from = this.run.layout().cellOffset(first);
        int last = this.run.last();
        int to = this.run.layout().cellOffset(last) + this.run.layout().cellLength(last);
        try {
            if (begin()) {
                fetcher.fetch(this.miner, this.shard, from, to - from, this);
                return true;
            }
        } catch (IOException | RuntimeException failed) {
            this.lock.lock();
            try {
                this.failure = failed;
                this.changed.signalAll();
            } finally {
                this.lock.unlock();
            }
        } finally {
            this.lock.lock();
            try {
                this.thread = null;
            } finally {
                this.lock.unlock();
            }
        }
        return false;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        this.received.add(length);
        int position = offset;
        int end = offset + length;
        while (position < end) {
            int count = Math.min(end - position, this.cell.length - this.filled);
            System.arraycopy(bytes, position, this.cell, this.filled, count);
            position += count;
            this.filled += count;
            if (this.filled == this.cell.length) {
                hand(this.cell);
                this.filling++;
                this.filled = 0;
                if (this.filling <= this.run.last()) {
                    this.cell = new byte[this.run.layout().cellLength(this.filling)];
                }
            }
        }
    }

    /** Whether the cell of a stripe is here. */
    boolean has(int stripe) {
        return this.nextStripe == stripe && !this.cells.isEmpty();
    }

    /** Whether the cell of a stripe was taken. */
    boolean passed(int stripe) {
        return this.nextStripe > stripe;
    }

    /** Takes the cell of the next stripe, which must be here. */
    byte[] take() {
        this.nextStripe++;
        this.changed.signalAll();
        return this.cells.remove();
    }

    @Nullable Exception failure() {
        return this.failure;
    }

    /** Whether the last cell was taken, so that only the end of the answer is still to be checked. */
    boolean drained() {
        return !this.closed && this.nextStripe > this.run.last();
    }

    /** Whether it was given up. */
    boolean abandoned() {
        return this.closed;
    }

    /** Whether the shard was asked for at least this long ago. */
    boolean olderThan(long nanos) {
        return System.nanoTime() - this.openedAt >= nanos;
    }

    /** Gives the shard up, unless all of it was taken. */
    void abandon() {
        if (drained()) {
            return;
        }
        this.closed = true;
        this.cells.clear();
        this.changed.signalAll();
        if (this.thread != null) {
            this.thread.interrupt();
        }
    }

    private boolean begin() {
        this.lock.lock();
        try {
            this.thread = Thread.currentThread();
            return !this.closed;
        } finally {
            this.lock.unlock();
        }
    }

    private void hand(byte[] full) throws IOException {
        this.lock.lock();
        try {
            while (!this.closed && this.cells.size() >= AHEAD) {
                this.changed.await();
            }
            if (this.closed) {
                throw new IOException("The shard is not wanted any more");
            }
            this.cells.add(full);
            this.changed.signalAll();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while fetching a shard")
                            .initCause(interrupted);
        } finally {
            this.lock.unlock();
        }
    }
}
