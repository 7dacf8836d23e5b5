package io.filetao.dashboard.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One reading of the API that all who look share: asked again at most once per refresh time, kept while the API is away. */
final class Shared<T> {

    private final Supplier<T> reading;
    private final Duration refresh;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Seen<T> latest = new Seen<>(null, null, "The API has not been asked yet.");
    private volatile Instant askedAt = Instant.EPOCH;

    /**
     * @param reading may throw {@link ApiAwayException}
     */
    Shared(Supplier<T> reading, Duration refresh, Clock clock) {
        this.reading = reading;
        this.refresh = refresh;
        this.clock = clock;
    }

    /** Blocks the calling virtual thread; throws only for what the API does not know at all. */
    Seen<T> look() {
        if (!fresh()) {
            this.asking.lock();
            try {
                if (!fresh()) {
                    this.latest = ask();
                    this.askedAt = this.clock.instant();
                }
            } finally {
                this.asking.unlock();
            }
        }
        return this.latest;
    }

    private boolean fresh() {
        return this.clock.instant().isBefore(this.askedAt.plus(this.refresh));
    }

    private Seen<T> ask() {
        try {
            return new Seen<>(this.reading.get(), this.clock.instant(), null);
        } catch (ApiAwayException away) {
            if (away.unknown()) {
                throw away;
            }
            @Nullable T kept = this.latest.value();
            return new Seen<>(kept, this.latest.at(), String.valueOf(away.getMessage()));
        }
    }
}
