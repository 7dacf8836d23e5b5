package io.filetao.validator.repair;

import io.filetao.common.broadband.RepairReport;
import io.filetao.common.broadband.RepairReport.Outcome;
import io.filetao.common.event.Event;
import io.filetao.common.repair.RepairQueue;
import io.filetao.validator.event.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes repairs and moves to the log, the events and the meters. */
final class RepairEvents implements RepairListener {

    private static final Logger LOG = LoggerFactory.getLogger(RepairEvents.class);

    private final EventLog events;
    private final LongSupplier block;
    private final MeterRegistry meters;

    /**
     * @param block number of the newest block known
     */
    RepairEvents(EventLog events, LongSupplier block, MeterRegistry meters, RepairQueue queue) {
        this.events = events;
        this.block = block;
        this.meters = meters;
        gauge("ready", queue, RepairQueue.Sizes::ready);
        gauge("later", queue, RepairQueue.Sizes::later);
        gauge("leased", queue, RepairQueue.Sizes::leased);
    }

    @Override
    public void repaired(RepairReport report, String cause) {
        meter("repair", report);
        if (report.outcome() == Outcome.NOTHING_TO_DO) {
            return;
        }
        String what =
                "segment "
                        + report.segment()
                        + ": "
                        + report.placed().size()
                        + (report.placed().size() == 1 ? " shard rebuilt" : " shards rebuilt")
                        + (report.reason().isEmpty() ? "" : "; " + report.reason())
                        + (cause.isEmpty() ? "" : "; cause: " + cause);
        LOG.info(
                "repair file={} outcome={} read={} sent={} seconds={} {}",
                report.cid(),
                word(report),
                report.readBytes(),
                report.sentBytes(),
                seconds(report),
                what);
        write("repair", report, what);
    }

    @Override
    public void moved(RepairReport report) {
        meter("distribute", report);
        if (report.outcome() != Outcome.NOTHING_TO_DO) {
            write(
                    "distribute",
                    report,
                    "segment "
                            + report.segment()
                            + (report.reason().isEmpty() ? "" : ": " + report.reason()));
        }
    }

    private void write(String type, RepairReport report, String what) {
        this.events.append(
                Event.of(type, this.block.getAsLong())
                        .cid(report.cid())
                        .success(report.outcome() == Outcome.COMPLETE)
                        .reason(what)
                        .seconds(seconds(report))
                        .bytes(report.readBytes())
                        .moved(report.sentBytes())
                        .build());
    }

    private void meter(String task, RepairReport report) {
        Timer.builder("filetao.repair.segment")
                .description("Segments that were repaired or moved, by how that ended")
                .tag("task", task)
                .tag("outcome", word(report))
                .register(this.meters)
                .record(report.took().toNanos(), TimeUnit.NANOSECONDS);
        moved(task, "read", report.readBytes());
        moved(task, "sent", report.sentBytes());
    }

    private void moved(String task, String direction, long bytes) {
        Counter.builder("filetao.repair.bytes")
                .description("Bytes that repairs and moves read from miners and sent to them")
                .tag("task", task)
                .tag("direction", direction)
                .register(this.meters)
                .increment(bytes);
    }

    private void gauge(String state, RepairQueue queue, ToLongFunction<RepairQueue.Sizes> size) {
        Gauge.builder("filetao.repair.queue", queue, jobs -> size.applyAsLong(jobs.sizes()))
                .description("Jobs of repair by their state.")
                .tag("state", state)
                .register(this.meters);
    }

    private static String word(RepairReport report) {
        return report.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double seconds(RepairReport report) {
        return report.took().toNanos() / 1e9;
    }
}
