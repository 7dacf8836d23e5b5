package io.filetao.common.client;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends an exchange that stands still, however long a moving one takes. */
final class IdleWatch {

    private final Duration limit;
    private volatile long lastMove = System.nanoTime();

    IdleWatch(Duration limit) {
        this.limit = limit;
    }

    /** Something moved. */
    void moved() {
        this.lastMove = System.nanoTime();
    }

    /** The exchange's result; cancels it once nothing has moved for the limit. */
    <T> T await(CompletableFuture<T> exchange) throws IOException {
        try {
            while (true) {
                long left = this.limit.toNanos() - (System.nanoTime() - this.lastMove);
                if (left <= 0) {
                    exchange.cancel(true);
                    throw new HttpTimeoutException(
                            "nothing moved for " + this.limit.toSeconds() + " s");
                }
                try {
                    return exchange.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException stillOpen) {
                    // Measured again above: the exchange may have moved meanwhile.
                }
            }
        } catch (InterruptedException interrupted) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("The transfer was interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        }
    }
}
