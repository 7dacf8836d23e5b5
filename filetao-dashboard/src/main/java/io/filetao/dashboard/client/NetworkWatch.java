package io.filetao.dashboard.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network as the API last told it, asked again at most once per refresh time however many people look.
 *
 * <p>While the API is away the last answer is kept and marked as old. {@link #look} blocks the calling virtual thread.
 */
public final class NetworkWatch {

    private static final Logger log = LoggerFactory.getLogger(NetworkWatch.class);

    private final ApiClient api;
    private final Duration refresh;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ReentrantLock asking = new ReentrantLock();

    private volatile Sighting latest =
            new Sighting(null, List.of(), null, "The API has not been asked yet.");
    private volatile Instant askedAt = Instant.EPOCH;

    NetworkWatch(ApiClient api, Duration refresh, Clock clock, MeterRegistry meters) {
        this.api = api;
        this.refresh = refresh;
        this.clock = clock;
        this.meters = meters;
    }

    /** The newest sighting; never throws for an API that is away. */
    public Sighting look() {
        if (fresh()) {
            return this.latest;
        }
        this.asking.lock();
        try {
            if (!fresh()) {
                this.latest = ask();
                this.askedAt = this.clock.instant();
            }
            return this.latest;
        } finally {
            this.asking.unlock();
        }
    }

    private boolean fresh() {
        return this.clock.instant().isBefore(this.askedAt.plus(this.refresh));
    }

    private Sighting ask() {
        Timer.Sample sample = Timer.start(this.meters);
        String outcome = "away";
        try {
            Sighting seen =
                    new Sighting(this.api.network(), this.api.miners(), this.clock.instant(), null);
            outcome = "answered";
            return seen;
        } catch (ApiAwayException ex) {
            log.debug("api away", ex);
            return this.latest.staleBecauseOf(String.valueOf(ex.getMessage()));
        } finally {
            sample.stop(
                    Timer.builder("filetao.dashboard.api.reads")
                            .description("Time to read the network from the API")
                            .tag("outcome", outcome)
                            .register(this.meters));
        }
    }
}
