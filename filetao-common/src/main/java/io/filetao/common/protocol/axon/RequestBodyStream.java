package io.filetao.common.protocol.axon;

import io.filetao.common.protocol.axon.BodyException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;

/** Blocks its reader until the event loop has delivered a buffer; every buffer is released exactly once, whatever happens. */
final class RequestBodyStream extends InputStream {

    private static final int REFILL = RequestBodies.DEMAND / 2;

    private final Publisher<DataBuffer> body;
    private final long maxBytes;
    private final Duration idleTimeout;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = this.lock.newCondition();
    private final ArrayDeque<DataBuffer> arrived = new ArrayDeque<>();
    private final Receiver receiver = new Receiver();
    private long received;
    private int taken;
    private boolean subscribed;
    private boolean complete;
    private boolean closed;
    private @Nullable IOException failure;

    /** Touched by the reading thread only. */
    private @Nullable DataBuffer current;

    RequestBodyStream(Publisher<DataBuffer> body, long maxBytes, Duration idleTimeout) {
        this.body = body;
        this.maxBytes = maxBytes;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        DataBuffer buffer = this.current == null ? next() : this.current;
        if (buffer == null) {
            return -1;
        }
        this.current = buffer;
        int count = Math.min(length, buffer.readableByteCount());
        buffer.read(target, offset, count);
        if (buffer.readableByteCount() == 0) {
            this.current = null;
            DataBufferUtils.release(buffer);
            // Every request wakes the event loop, so several buffers are asked for at once.
            if (++this.taken == REFILL) {
                this.taken = 0;
                this.receiver.request(REFILL);
            }
        }
        return count;
    }

    @Override
    public void close() {
        this.lock.lock();
        try {
            if (this.closed) {
                return;
            }
            this.closed = true;
            releaseArrived();
        } finally {
            this.lock.unlock();
        }
        if (this.current != null) {
            DataBufferUtils.release(this.current);
            this.current = null;
        }
        this.receiver.cancel();
    }

    private @Nullable DataBuffer next() throws IOException {
        if (!this.subscribed) {
            this.subscribed = true;
            this.body.subscribe(this.receiver);
        }
        this.lock.lock();
        try {
            long nanos = this.idleTimeout.toNanos();
            while (true) {
                if (this.closed) {
                    throw new IOException("The body is closed");
                }
                if (!this.arrived.isEmpty()) {
                    return this.arrived.remove();
                }
                if (this.failure != null) {
                    throw this.failure;
                }
                if (this.complete) {
                    return null;
                }
                if (nanos <= 0) {
                    fail(
                            new BodyException(
                                    Reason.TOO_SLOW,
                                    "The sender sent nothing for "
                                            + this.idleTimeout.toMillis()
                                            + " ms"));
                    continue;
                }
                nanos = this.changed.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while reading a body")
                            .initCause(interrupted);
        } finally {
            this.lock.unlock();
        }
    }

    /** Ends the transfer; call it under the lock. */
    private void fail(IOException reason) {
        this.failure = reason;
        this.changed.signalAll();
        this.receiver.cancel();
    }

    private void releaseArrived() {
        this.arrived.forEach(DataBufferUtils::release);
        this.arrived.clear();
        this.changed.signalAll();
    }

    private final class Receiver extends BaseSubscriber<DataBuffer> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(RequestBodies.DEMAND);
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            RequestBodyStream stream = RequestBodyStream.this;
            int size = buffer.readableByteCount();
            boolean kept = false;
            stream.lock.lock();
            try {
                if (stream.closed || stream.failure != null) {
                    return;
                }
                stream.received += size;
                if (stream.received > stream.maxBytes) {
                    stream.releaseArrived();
                    stream.fail(
                            new BodyException(
                                    Reason.TOO_LARGE,
                                    "The body is longer than "
                                            + stream.maxBytes
                                            + " bytes, the most accepted here"));
                } else if (size > 0) {
                    stream.arrived.add(buffer);
                    kept = true;
                    stream.changed.signalAll();
                } else {
                    request(1);
                }
            } finally {
                stream.lock.unlock();
                if (!kept) {
                    DataBufferUtils.release(buffer);
                }
            }
        }

        @Override
        protected void hookOnError(Throwable cause) {
            RequestBodyStream stream = RequestBodyStream.this;
            stream.lock.lock();
            try {
                if (stream.failure == null) {
                    stream.failure =
                            new BodyException(
                                    Reason.ABORTED, "The sender went away: " + cause, cause);
                    stream.changed.signalAll();
                }
            } finally {
                stream.lock.unlock();
            }
        }

        @Override
        protected void hookOnComplete() {
            RequestBodyStream stream = RequestBodyStream.this;
            stream.lock.lock();
            try {
                stream.complete = true;
                stream.changed.signalAll();
            } finally {
                stream.lock.unlock();
            }
        }
    }
}
