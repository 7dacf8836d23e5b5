package io.filetao.cli.demo;

import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How the demo tells its story. */
final class Narrator {

    private static final String INDENT = "  ";

    private final PrintWriter out;

    Narrator(PrintWriter out) {
        this.out = out;
    }

    /** Begins a chapter. */
    void chapter(String title) {
        this.out.println();
        this.out.println(Style.BOLD.of(title));
        this.out.flush();
    }

    void say(String sentence) {
        this.out.println(INDENT + sentence);
        this.out.flush();
    }

    /** Something that was to be shown, and is true. */
    void proven(String sentence) {
        say(Style.GREEN.of("✓ ") + sentence);
    }

    /** Something that was to be shown, and is false. */
    void failed(String sentence) {
        say(Style.RED.of("✗ ") + sentence);
    }

    void show(Table table) {
        table.print(this.out, INDENT);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
