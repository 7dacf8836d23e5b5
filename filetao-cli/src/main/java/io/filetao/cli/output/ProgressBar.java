package io.filetao.cli.output;

import io.filetao.common.client.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how far a transfer is, how fast, and how long it still takes; nothing elsewhere.
 *
 * <pre>notes.txt   43%  [########............]  12.4 MiB of 28.6 MiB  6.2 MiB/s  ETA 3s</pre>
 */
public final class ProgressBar implements Progress, AutoCloseable {

    private static final long FRAME_NANOS = Duration.ofMillis(100).toNanos();
    private static final int BAR_WIDTH = 20;
    private static final int LEAST_WIDTH = 4;
    private static final int MAX_LABEL = 24;

    private final String label;
    private final PrintWriter err;
    private final boolean visible;
    private final int width;
    private final LongSupplier nanoTime;
    private final long start;
    private long lastFrame;
    private boolean drawn;

    private ProgressBar(
            String label, PrintWriter err, boolean visible, int width, LongSupplier nanoTime) {
        this.label = label;
        this.err = err;
        this.visible = visible;
        this.width = width;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastFrame = this.start - FRAME_NANOS;
    }

    /** A bar on standard error if that is a terminal and the user wants one. */
    public static ProgressBar on(PrintWriter err, String label, boolean quiet) {
        boolean visible = StandardError.canRedraw() && !quiet;
        return new ProgressBar(label, err, visible, columns(), System::nanoTime);
    }

    static ProgressBar drawn(PrintWriter err, String label, int width, LongSupplier nanoTime) {
        return new ProgressBar(label, err, true, width, nanoTime);
    }

    @Override
    public synchronized void moved(long done, long total) {
        if (!this.visible) {
            return;
        }
        long now = this.nanoTime.getAsLong();
        if (now - this.lastFrame >= FRAME_NANOS || (done == total && this.drawn)) {
            this.lastFrame = now;
            draw(line(done, total, now));
        }
    }

    /** Wipes the line. */
    @Override
    public synchronized void close() {
        if (this.drawn) {
            draw("");
            this.err.print('\r');
            this.err.flush();
            this.drawn = false;
        }
    }

    private void draw(String line) {
        String shown = line.length() < this.width ? line : line.substring(0, this.width - 1);
        this.err.print('\r' + shown + " ".repeat(this.width - 1 - shown.length()));
        this.err.flush();
        this.drawn = true;
    }

    private String line(long done, long total, long now) {
        double seconds = Math.max(0.001, (now - this.start) / 1e9);
        double rate = done / seconds;
        String speed = Sizes.human((long) rate) + "/s";
        String name =
                this.label.length() <= MAX_LABEL
                        ? this.label
                        : this.label.substring(0, MAX_LABEL - 1) + "…";
        if (total < 0) {
            return "%s  %s  %s".formatted(name, Sizes.human(done), speed);
        }
        double share = total == 0 ? 1 : (double) done / total;
        String head = "%s  %3d%%  ".formatted(name, (int) (share * 100));
        String tail =
                "  %s of %s  %s  ETA %s"
                        .formatted(
                                Sizes.human(done),
                                Sizes.human(total),
                                speed,
                                eta(rate <= 0 ? 0 : (long) ((total - done) / rate)));
        return head + bar(share, this.width - 1 - head.length() - tail.length()) + tail;
    }

    /** A bar that leaves room for the numbers, or none. */
    private static String bar(double share, int room) {
        int cells = Math.min(BAR_WIDTH, room - 2);
        if (cells < LEAST_WIDTH) {
            return "";
        }
        int filled = (int) Math.round(share * cells);
        return "[" + "#".repeat(filled) + ".".repeat(cells - filled) + "]";
    }

    private static String eta(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? "%dm%02ds".formatted(seconds / 60, seconds % 60)
                : "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60);
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}")
                ? Integer.parseInt(columns)
                : 80;
    }
}
