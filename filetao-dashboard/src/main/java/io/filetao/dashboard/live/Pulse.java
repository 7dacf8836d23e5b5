package io.filetao.dashboard.live;

import io.filetao.dashboard.client.NetworkReadings;
import io.filetao.dashboard.client.NetworkReadings.Filter;
import io.filetao.dashboard.client.NetworkWatch;
import io.filetao.dashboard.client.Reports.Event;
import io.filetao.dashboard.client.Seen;
import io.filetao.dashboard.client.Sighting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * A beat for every change that open pages may want to show, at most one a second. All pages share one look at the API, and nobody
 * looks while no page is open. The streams end before the server stops, which would wait for them otherwise.
 */
@Component
final class Pulse implements SmartLifecycle {

    /** Pages that are served live at once; further ones ask now and then. */
    static final int READERS = 500;

    private static final Duration PACE = Duration.ofSeconds(1);

    /** Beats without a change after which a comment shows that the connection stands. */
    private static final int SILENCE = 15;

    private final NetworkWatch network;
    private final NetworkReadings readings;
    private final AtomicInteger readers = new AtomicInteger();
    private final Flux<ServerSentEvent<String>> beats;
    private Sinks.Empty<Void> stop = Sinks.empty();
    private volatile boolean running;

    Pulse(
            NetworkWatch network,
            NetworkReadings readings,
            Scheduler virtualThreads,
            MeterRegistry meters) {
        this.network = network;
        this.readings = readings;
        Gauge.builder("filetao.dashboard.live.pages", this.readers, AtomicInteger::get)
                .description("Pages that are open and told of changes")
                .register(meters);
        this.beats =
                Flux.interval(PACE)
                        .onBackpressureDrop()
                        .concatMap(
                                beat ->
                                        Mono.fromSupplier(() -> new Beat(beat, state()))
                                                .subscribeOn(virtualThreads),
                                1)
                        .scan(Beat::after)
                        .filter(beat -> beat.changed() || beat.number() % SILENCE == 0)
                        .map(Beat::sent)
                        .publish()
                        .refCount(1, PACE.multipliedBy(5));
    }

    /** Whether as many pages listen as can. */
    boolean isFull() {
        return this.readers.get() >= READERS;
    }

    /** The beats, until the program stops. */
    Flux<ServerSentEvent<String>> beats() {
        return Flux.defer(
                        () -> {
                            this.readers.incrementAndGet();
                            ServerSentEvent<String> first =
                                    ServerSentEvent.<String>builder()
                                            .retry(Duration.ofSeconds(3))
                                            .comment("")
                                            .build();
                            return this.beats
                                    .onBackpressureLatest()
                                    .startWith(first)
                                    .takeUntilOther(this.stop.asMono());
                        })
                .doFinally(_ -> this.readers.decrementAndGet());
    }

    /** Changes whenever a page would look different, but for ages. */
    private int state() {
        Sighting seen = this.network.look();
        Seen<List<Event>> events = this.readings.events(Filter.NONE, 40);
        List<Event> newest = events.value();
        return Objects.hash(
                seen.network(),
                seen.miners(),
                seen.trouble(),
                newest == null || newest.isEmpty() ? "" : newest.getFirst().id());
    }

    @Override
    public void start() {
        this.stop = Sinks.empty();
        this.running = true;
    }

    @Override
    public void stop() {
        this.running = false;
        this.stop.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    /** One look; whether it differs from the one before is known after comparing. */
    private record Beat(long number, int state, boolean changed) {

        Beat(long number, int state) {
            this(number, state, true);
        }

        static Beat after(Beat before, Beat now) {
            return new Beat(now.number(), now.state(), now.state() != before.state());
        }

        ServerSentEvent<String> sent() {
            return this.changed
                    ? ServerSentEvent.builder("changed").event("pulse").build()
                    : ServerSentEvent.<String>builder().comment("").build();
        }
    }
}
