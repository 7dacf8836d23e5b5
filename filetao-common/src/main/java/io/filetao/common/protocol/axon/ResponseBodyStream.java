package io.filetao.common.protocol.axon;

import io.filetao.common.protocol.axon.BodyException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/** Blocks its writer until the receiver asked for a buffer and fewer than the limit are on their way. */
final class ResponseBodyStream extends OutputStream implements Subscription {

    private final Subscriber<? super DataBuffer> subscriber;
    private final DataBufferFactory buffers;
    private final Executor executor;
    private final Duration idleTimeout;
    private final BodyWriter writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = this.lock.newCondition();
    private long demand;
    private int inFlight;
    private boolean started;
    private boolean cancelled;
    private @Nullable Thread thread;

    /** Touched by the writing thread only. */
    private @Nullable DataBuffer current;

    ResponseBodyStream(
            Subscriber<? super DataBuffer> subscriber,
            DataBufferFactory buffers,
            Executor executor,
            Duration idleTimeout,
            BodyWriter writer) {
        this.subscriber = subscriber;
        this.buffers = buffers;
        this.executor = executor;
        this.idleTimeout = idleTimeout;
        this.writer = writer;
    }

    @Override
    public void request(long count) {
        boolean start;
        this.lock.lock();
        try {
            this.demand = Math.max(this.demand, this.demand + count);
            start = !this.started;
            this.started = true;
            this.changed.signalAll();
        } finally {
            this.lock.unlock();
        }
        if (start) {
            this.executor.execute(this::run);
        }
    }

    @Override
    public void cancel() {
        this.lock.lock();
        try {
            this.cancelled = true;
            this.changed.signalAll();
            if (this.thread != null) {
                this.thread.interrupt();
            }
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (this.current == null) {
                this.current = this.buffers.allocateBuffer(ResponseBodies.BUFFER_SIZE);
            }
            int room = ResponseBodies.BUFFER_SIZE - this.current.readableByteCount();
            int count = Math.min(room, end - position);
            this.current.write(source, position, count);
            position += count;
            if (count == room) {
                flush();
            }
        }
    }

    /** Sends what was written so far, even when it does not fill a buffer. */
    @Override
    public void flush() throws IOException {
        DataBuffer full = this.current;
        if (full != null) {
            awaitTurn();
            this.current = null;
            this.subscriber.onNext(tracked(full));
        }
    }

    private void run() {
        this.lock.lock();
        try {
            this.thread = Thread.currentThread();
            if (this.cancelled) {
                this.thread.interrupt();
            }
        } finally {
            this.lock.unlock();
        }
        try {
            this.writer.writeTo(this);
            flush();
        } catch (Throwable failure) {
            if (finish()) {
                this.subscriber.onError(failure);
            }
            return;
        }
        if (finish()) {
            this.subscriber.onComplete();
        }
    }

    /** Gives everything back; answers whether somebody still waits for the end. */
    private boolean finish() {
        if (this.current != null) {
            DataBufferUtils.release(this.current);
            this.current = null;
        }
        this.lock.lock();
        try {
            this.thread = null;
            return !this.cancelled;
        } finally {
            this.lock.unlock();
        }
    }

    private void awaitTurn() throws IOException {
        this.lock.lock();
        try {
            long nanos = this.idleTimeout.toNanos();
            while (this.demand == 0 || this.inFlight >= ResponseBodies.IN_FLIGHT) {
                if (this.cancelled) {
                    break;
                }
                if (nanos <= 0) {
                    throw new BodyException(
                            Reason.TOO_SLOW,
                            "The receiver took nothing for " + this.idleTimeout.toMillis() + " ms");
                }
                nanos = this.changed.awaitNanos(nanos);
            }
            if (this.cancelled) {
                throw new BodyException(Reason.ABORTED, "The receiver went away");
            }
            if (this.demand != Long.MAX_VALUE) {
                this.demand--;
            }
            this.inFlight++;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw this.cancelled
                    ? new BodyException(Reason.ABORTED, "The receiver went away", interrupted)
                    : (IOException)
                            new InterruptedIOException("Interrupted while writing a body")
                                    .initCause(interrupted);
        } finally {
            this.lock.unlock();
        }
    }

    /** The same bytes in a buffer that reports back when the transport has released it. */
    private DataBuffer tracked(DataBuffer full) {
        if (this.buffers instanceof NettyDataBufferFactory netty) {
            ByteBuf bytes = NettyDataBufferFactory.toByteBuf(full);
            return netty.wrap(new Tracked(netty.getByteBufAllocator(), bytes));
        }
        released();
        return full;
    }

    private void released() {
        this.lock.lock();
        try {
            this.inFlight--;
            this.changed.signalAll();
        } finally {
            this.lock.unlock();
        }
    }

    private final class Tracked extends CompositeByteBuf {

        Tracked(ByteBufAllocator allocator, ByteBuf bytes) {
            super(allocator, true, 1);
            addComponent(true, bytes);
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            released();
        }
    }
}
