package io.filetao.validator.experiment;

import io.filetao.common.event.Event;
import io.filetao.validator.event.EventListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Writes run data. A run ends after so many steps, and the next begins; a disk that is full or a Redis that is away costs rows, which is
 * said once, and never a round. Thread-safe.
 */
final class ExperimentRecorder implements EventListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExperimentRecorder.class);

    private final Path root;
    private final ExperimentProperties properties;
    private final Map<String, Object> config;
    private final NetworkTables tables;
    private final RunSink sink;
    private final InstantSource clock;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable Run current;
    private boolean failing;
    private boolean closed;

    /**
     * @param root directory of all runs, made with the first
     * @param config what each run says about itself
     * @param sink hears of runs and their rows
     */
    ExperimentRecorder(
            Path root,
            ExperimentProperties properties,
            Map<String, Object> config,
            NetworkTables tables,
            RunSink sink,
            InstantSource clock) {
        this.root = root;
        this.properties = properties;
        this.config = config;
        this.tables = tables;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public void happened(List<Event> events) {
        safely(() -> {
            boolean averages = run().steps() % this.properties.weightsStepLength() == 0;
            for (Map<String, Object> row : HistoryRows.of(events, averages)) {
                log(row);
            }
        });
    }

    /** Writes the tables of all miners. */
    @Scheduled(
            initialDelayString = "${filetao.wandb.snapshot:5m}",
            fixedDelayString = "${filetao.wandb.snapshot:5m}")
    void snapshot() {
        try {
            NetworkTables.Snapshot now = this.tables.snapshot(this.clock.instant());
            List<String> hashMap = this.tables.hashMap(this.properties.shards());
            safely(() -> {
                Run run = run();
                run.append("statistics.csv", NetworkTables.STATISTICS, now.statistics());
                run.append("totals.csv", NetworkTables.TOTALS, List.of(now.totals()));
                run.replace("hash_map.csv", hashMap);
                log(now.values());
                run.writeSummary();
            });
        } catch (RuntimeException away) {
            LOG.debug("No table of statistics this time: {}", away.getMessage());
        }
    }

    @Override
    public void close() {
        safely(this::endRun);
        this.closed = true;
        this.sink.close();
    }

    private void log(Map<String, Object> row) throws IOException {
        Run run = run();
        String line = run.log(row, this.clock.instant());
        this.sink.logged(run.name(), run.steps() - 1, line, run.summary());
    }

    private Run run() throws IOException {
        Run open = this.current;
        if (open != null
                && open.steps() < this.properties.runStepLength()
                && open.bytes() < this.properties.runSize().toBytes()) {
            return open;
        }
        endRun();
        Instant now = this.clock.instant();
        Run next = new Run(this.root, RunName.at(now), this.config);
        this.current = next;
        this.sink.began(next.name(), this.config);
        RunDirectory.keep(this.root, this.properties.runs(), next.name());
        return next;
    }

    private void endRun() throws IOException {
        Run open = this.current;
        this.current = null;
        if (open != null) {
            open.close();
            this.sink.ended(open.name(), open.steps(), open.summary());
        }
    }

    private void safely(Writing work) {
        this.writing.lock();
        try {
            if (!this.closed) {
                work.write();
                this.failing = false;
            }
        } catch (IOException failure) {
            this.current = null;
            if (!this.failing) {
                LOG.warn(
                        "Run data cannot be written to {}; free space there or turn it off with"
                                + " --wandb.off: {}",
                        this.root,
                        failure.toString());
            }
            this.failing = true;
        } finally {
            this.writing.unlock();
        }
    }

    @FunctionalInterface
    private interface Writing {

        void write() throws IOException;
    }
}
