package io.filetao.validator.event;

import io.filetao.common.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Meters of what is scored, {@code filetao_validator_…}. Their labels are tasks and outcomes; a miner's name is none, since there may
 * be any number of them.
 */
final class EventMeters implements EventListener {

    private static final Set<String> TASKS = Set.of("store", "challenge", "retrieve", "monitor");

    private final MeterRegistry meters;
    private final AtomicLong weightsSetAt = new AtomicLong();

    EventMeters(MeterRegistry meters) {
        this.meters = meters;
        TimeGauge.builder(
                        "filetao.validator.weights.set.timestamp",
                        this.weightsSetAt::get,
                        TimeUnit.MILLISECONDS)
                .description("When this replica last set weights, since 1970; 0 for not yet")
                .register(meters);
    }

    @Override
    public void happened(List<Event> events) {
        events.forEach(this::happened);
    }

    private void happened(Event event) {
        if (TASKS.contains(event.type())) {
            String outcome = Boolean.TRUE.equals(event.success()) ? "success" : "failure";
            Double seconds = event.seconds();
            Timer.builder("filetao.validator.interactions")
                    .description("Scored interactions with miners, by the time of their answer")
                    .tag("task", event.type())
                    .tag("outcome", outcome)
                    .register(this.meters)
                    .record(Duration.ofNanos(seconds == null ? 0 : (long) (seconds * 1e9)));
            Long bytes = event.bytes();
            if (bytes != null) {
                Counter.builder("filetao.validator.interactions.size")
                        .description("Bytes that scored interactions were about")
                        .baseUnit("bytes")
                        .tag("task", event.type())
                        .tag("outcome", outcome)
                        .register(this.meters)
                        .increment(bytes);
            }
        } else if (event.weights() != null) {
            this.weightsSetAt.set(event.time().toEpochMilli());
        }
    }
}
