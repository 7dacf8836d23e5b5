package io.filetao.cli.output;

import java.io.PrintWriter;
import java.time.Duration;

/** One line on a terminal that says how many rows were seen; nothing elsewhere. */
public final class RowCounter implements AutoCloseable {

    private static final long FRAME_NANOS = Duration.ofMillis(200).toNanos();

    private final PrintWriter err;
    private final boolean visible;
    private long lastFrame = System.nanoTime();
    private int width;

    private RowCounter(PrintWriter err, boolean visible) {
        this.err = err;
        this.visible = visible;
    }

    /** A counter on standard error if that is a terminal and the user wants one. */
    public static RowCounter on(PrintWriter err, boolean quiet) {
        return new RowCounter(err, StandardError.canRedraw() && !quiet);
    }

    public void seen(long rows) {
        if (!this.visible || System.nanoTime() - this.lastFrame < FRAME_NANOS) {
            return;
        }
        this.lastFrame = System.nanoTime();
        draw("%,d rows".formatted(rows));
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (this.width > 0) {
            draw(" ".repeat(this.width));
            this.err.print('\r');
            this.err.flush();
        }
    }

    private void draw(String line) {
        this.width = Math.max(this.width, line.length());
        this.err.print('\r' + line);
        this.err.flush();
    }
}
