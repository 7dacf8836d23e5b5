package io.filetao.common.protocol.dendrite;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Feeds an {@link Upload} to the HTTP client piece by piece as it asks for them, and notes when it last asked. */
final class UploadPublisher implements BodyPublisher {

    private final Upload upload;
    private volatile long movedAt = System.nanoTime();

    UploadPublisher(Upload upload) {
        this.upload = upload;
    }

    @Override
    public long contentLength() {
        return this.upload.length();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Pull(subscriber));
    }

    /** When a piece was last asked for, in {@link System#nanoTime()}. */
    long movedAt() {
        return this.movedAt;
    }

    private final class Pull implements Flow.Subscription {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger running = new AtomicInteger();
        private @Nullable InputStream source;
        private volatile boolean done;

        Pull(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            UploadPublisher.this.movedAt = System.nanoTime();
            this.demand.updateAndGet(now -> now + count < 0 ? Long.MAX_VALUE : now + count);
            drain();
        }

        @Override
        public void cancel() {
            this.done = true;
            drain();
        }

        /** One thread at a time produces; the others leave their wish behind. */
        private void drain() {
            if (this.running.getAndIncrement() != 0) {
                return;
            }
            int seen = 1;
            do {
                while (!this.done && this.demand.get() > 0) {
                    this.demand.decrementAndGet();
                    produce();
                }
                if (this.done) {
                    closeSource();
                }
                seen = this.running.addAndGet(-seen);
            } while (seen != 0);
        }

        private void produce() {
            try {
                InputStream from = this.source;
                if (from == null) {
                    from = UploadPublisher.this.upload.open();
                    this.source = from;
                }
                byte[] piece = new byte[Upload.PIECE_BYTES];
                int length = from.readNBytes(piece, 0, piece.length);
                if (length > 0) {
                    this.subscriber.onNext(ByteBuffer.wrap(piece, 0, length));
                }
                if (length < piece.length) {
                    this.done = true;
                    this.subscriber.onComplete();
                }
            } catch (IOException | RuntimeException failure) {
                this.done = true;
                this.subscriber.onError(failure);
            }
        }

        private void closeSource() {
            InputStream from = this.source;
            if (from != null) {
                this.source = null;
                try {
                    from.close();
                } catch (IOException ignored) {
                    // It was read; nothing depends on how it closes.
                }
            }
        }
    }
}
