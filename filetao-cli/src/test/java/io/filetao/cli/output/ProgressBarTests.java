package io.filetao.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTests {

    private static final long MIB = 1 << 20;

    private final StringWriter err = new StringWriter();

    private long millis;

    @Test
    void movedShowsShareRateAndTimeLeft() {
        try (ProgressBar bar = bar("notes.txt")) {
            this.millis = 2_000;
            bar.moved(10 * MIB, 40 * MIB);
            assertThat(lastLine())
                    .startsWith("notes.txt   25%  [#####...............]")
                    .contains("10.0 MiB of 40.0 MiB", "5.0 MiB/s", "ETA 6s");
        }
        assertThat(lastLine()).as("the line is wiped").isBlank();
    }

    @Test
    void movedWhenTheLineIsLongShortensTheBarAndNoNumber() {
        try (ProgressBar bar = bar("a-film-of-some-length.mkv")) {
            this.millis = 100_000;
            bar.moved(500 * MIB, 1000 * MIB);
            assertThat(lastLine())
                    .hasSizeLessThan(90)
                    .contains("50%  [", "]  500.0 MiB", "ETA 1m40s");
        }
    }

    @Test
    void movedWhenCalledOftenDrawsSomeFramesAndTheLast() {
        try (ProgressBar bar = bar("x")) {
            for (int done = 0; done <= 1000; done++) {
                this.millis++;
                bar.moved(done, 1000);
            }
            assertThat(this.err.toString().split("\r")).hasSizeBetween(10, 14);
            assertThat(lastLine()).contains("100%");
        }
    }

    @Test
    void movedWhenTheTotalIsUnknownShowsNoShare() {
        try (ProgressBar bar = bar("standard input")) {
            this.millis = 1_000;
            bar.moved(3 * MIB, -1);
            assertThat(lastLine().strip()).isEqualTo("standard input  3.0 MiB  3.0 MiB/s");
        }
    }

    @Test
    void movedWhenTheFileIsEmptyIsDone() {
        try (ProgressBar bar = bar("empty")) {
            this.millis = 1;
            bar.moved(0, 0);
            assertThat(lastLine()).contains("100%");
        }
    }

    @Test
    void onWhenNoProgressIsWantedPrintsNothing() {
        try (ProgressBar bar = ProgressBar.on(new PrintWriter(this.err), "quiet", true)) {
            bar.moved(1, 2);
            bar.moved(2, 2);
        }
        assertThat(this.err.toString()).isEmpty();
    }

    private ProgressBar bar(String label) {
        return ProgressBar.drawn(
                new PrintWriter(this.err),
                label,
                90,
                () -> TimeUnit.MILLISECONDS.toNanos(this.millis));
    }

    private String lastLine() {
        String text = this.err.toString().replaceAll("\r$", "");
        return text.substring(text.lastIndexOf('\r') + 1);
    }
}
