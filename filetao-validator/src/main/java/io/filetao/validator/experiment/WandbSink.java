package io.filetao.validator.experiment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends run data to Weights and Biases from a thread of its own, many rows at a time. What cannot be sent is left out there, which is said
 * once; the files have it all the same.
 */
final class WandbSink implements RunSink {

    private static final Logger LOG = LoggerFactory.getLogger(WandbSink.class);

    /** Rows that wait at most; more are left out. */
    private static final int WAITING = 10_000;

    private static final int ROWS_AT_ONCE = 500;
    private static final Duration GATHER = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final WandbClient client;
    private final List<String> tags;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(WAITING);
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;
    private @Nullable RunName made;
    private String entity = "";

    /**
     * @param tags of every run
     */
    WandbSink(WandbClient client, List<String> tags) {
        this.client = client;
        this.tags = List.copyOf(tags);
        this.thread = Thread.ofVirtual().name("wandb").start(this::work);
    }

    @Override
    public void began(RunName run, Map<String, Object> config) {
        this.queue.offer(new Began(run, config));
    }

    @Override
    public void logged(RunName run, int step, String line, String summary) {
        this.queue.offer(new Row(run, step, line, summary));
    }

    @Override
    public void ended(RunName run, int steps, String summary) {
        this.queue.offer(new Ended(run, steps, summary));
    }

    @Override
    public void close() {
        this.closed = true;
        try {
            if (!this.thread.join(LAST_WORDS)) {
                this.thread.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        this.client.close();
    }

    private void work() {
        List<Item> items = new ArrayList<>();
        while (!this.closed || !this.queue.isEmpty()) {
            try {
                Item first = this.queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                items.add(first);
                if (!this.closed) {
                    Thread.sleep(GATHER);
                }
                this.queue.drainTo(items, ROWS_AT_ONCE);
                send(items);
            } catch (InterruptedException stopped) {
                return;
            } finally {
                items.clear();
            }
        }
    }

    private void send(List<Item> items) {
        List<Row> rows = new ArrayList<>();
        for (Item item : items) {
            switch (item) {
                case Row row -> rows.add(row);
                case Began began -> {
                    sendRows(rows);
                    attempt(() -> {
                        this.made = null;
                        this.entity =
                                this.client.create(began.run().id(), began.config(), this.tags);
                        this.made = began.run();
                    });
                }
                case Ended ended -> {
                    sendRows(rows);
                    sendRun(ended.run(), ended.steps(), List.of(), ended.summary(), true);
                }
            }
        }
        sendRows(rows);
    }

    private void sendRows(List<Row> rows) {
        if (!rows.isEmpty()) {
            Row first = rows.getFirst();
            List<String> lines = rows.stream().map(Row::line).toList();
            sendRun(first.run(), first.step(), lines, rows.getLast().summary(), false);
            rows.clear();
        }
    }

    /** What belongs to a run that could not be made is left out. */
    private void sendRun(
            RunName run, int offset, List<String> lines, String summary, boolean complete) {
        if (run.equals(this.made)) {
            attempt(() -> this.client.log(this.entity, run.id(), offset, lines, summary, complete));
        }
    }

    private void attempt(Sending work) {
        try {
            work.send();
            this.failing = false;
        } catch (IOException failure) {
            if (!this.failing) {
                LOG.warn(
                        "Run data is not sent to Weights and Biases; the files have it: {}",
                        failure.getMessage());
            }
            this.failing = true;
        }
    }

    private sealed interface Item {}

    private record Began(RunName run, Map<String, Object> config) implements Item {}

    private record Row(RunName run, int step, String line, String summary) implements Item {}

    private record Ended(RunName run, int steps, String summary) implements Item {}

    @FunctionalInterface
    private interface Sending {

        void send() throws IOException;
    }
}
