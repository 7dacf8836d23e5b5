package io.filetao.common.protocol.dendrite;

import io.filetao.common.protocol.dendrite.DendriteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body as a stream for one blocking reader. One batch of buffers is asked for while another is read, so that
 * a slow reader slows the sender down; a read that gets nothing for the idle time fails.
 */
final class ResponseStream extends InputStream implements BodySubscriber<ResponseStream> {

    private static final Batch END = new Batch(List.of(), null);

    private final long maxBytes;
    private final long idleNanos;
    private final CompletableFuture<ResponseStream> opened = new CompletableFuture<>();
    private final LinkedBlockingQueue<Batch> arrived = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    /** Touched by the reading thread only. */
    private List<ByteBuffer> current = List.of();

    private int next;
    private long received;
    private @Nullable IOException failure;
    private boolean ended;
    private boolean hasEnd;
    private long endBy;

    ResponseStream(long maxBytes, Duration idle) {
        this.maxBytes = maxBytes;
        this.idleNanos = idle.toNanos();
    }

    @Override
    public CompletionStage<ResponseStream> getBody() {
        return this.opened;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        this.subscription = given;
        if (this.closed) {
            given.cancel();
        } else {
            given.request(1);
        }
        this.opened.complete(this);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        this.arrived.add(new Batch(buffers, null));
    }

    @Override
    public void onError(Throwable cause) {
        this.arrived.add(new Batch(List.of(), cause));
        this.opened.complete(this);
    }

    @Override
    public void onComplete() {
        this.arrived.add(END);
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
        ByteBuffer buffer = buffer();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** Limits the time for all that is left of the body. */
    void endBy(long nanoTime) {
        this.endBy = nanoTime;
        this.hasEnd = true;
    }

    /** Ends the transfer; the connection is given up unless the end was reached. */
    @Override
    public void close() {
        this.closed = true;
        Flow.Subscription open = this.subscription;
        if (open != null && !this.ended) {
            open.cancel();
        }
        this.arrived.add(END);
    }

    private @Nullable ByteBuffer buffer() throws IOException {
        while (true) {
            if (this.failure != null) {
                throw this.failure;
            }
            if (this.closed) {
                throw new IOException("The response is closed");
            }
            while (this.next < this.current.size()) {
                ByteBuffer buffer = this.current.get(this.next);
                if (buffer.hasRemaining()) {
                    return buffer;
                }
                this.next++;
            }
            if (this.ended) {
                return null;
            }
            take();
        }
    }

    private void take() throws IOException {
        Batch batch = poll();
        if (batch == null) {
            fail(
                    new DendriteException(
                            Reason.TIMEOUT,
                            "The answer did not come within "
                                    + TimeUnit.NANOSECONDS.toMillis(this.idleNanos)
                                    + " ms"));
        } else if (batch.failure() != null) {
            fail(
                    new DendriteException(
                            Reason.UNREACHABLE,
                            "The answer broke off: " + batch.failure().getMessage(),
                            batch.failure()));
        } else if (batch == END) {
            this.current = List.of();
            this.ended = true;
        } else {
            Flow.Subscription open = this.subscription;
            if (open != null) {
                open.request(1);
            }
            this.current = batch.buffers();
            this.next = 0;
            for (ByteBuffer buffer : this.current) {
                this.received += buffer.remaining();
            }
            if (this.received > this.maxBytes) {
                fail(
                        new DendriteException(
                                Reason.TOO_LARGE,
                                "The answer is longer than " + this.maxBytes + " bytes"));
            }
        }
    }

    private @Nullable Batch poll() throws IOException {
        try {
            long wait =
                    this.hasEnd
                            ? Math.min(this.idleNanos, this.endBy - System.nanoTime())
                            : this.idleNanos;
            return this.arrived.poll(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while reading an answer")
                            .initCause(interrupted);
        }
    }

    private void fail(IOException reason) throws IOException {
        this.failure = reason;
        close();
        throw reason;
    }

    private record Batch(List<ByteBuffer> buffers, @Nullable Throwable failure) {}
}
