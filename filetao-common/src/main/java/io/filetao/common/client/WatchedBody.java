package io.filetao.common.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/** A request body that tells how far its sending is. */
final class WatchedBody implements BodyPublisher {

    private final BodyPublisher body;
    private final IdleWatch watch;
    private final Progress progress;

    WatchedBody(BodyPublisher body, IdleWatch watch, Progress progress) {
        this.body = body;
        this.watch = watch;
        this.progress = progress;
    }

    @Override
    public long contentLength() {
        return this.body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        this.body.subscribe(new Counting(subscriber));
    }

    private final class Counting implements Subscriber<ByteBuffer> {

        private final Subscriber<? super ByteBuffer> next;
        private long done;

        Counting(Subscriber<? super ByteBuffer> next) {
            this.next = next;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.next.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            this.done += bytes.remaining();
            WatchedBody.this.watch.moved();
            WatchedBody.this.progress.moved(this.done, contentLength());
            this.next.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            this.next.onError(failure);
        }

        @Override
        public void onComplete() {
            this.next.onComplete();
        }
    }
}
