package io.filetao.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTests {

    @Test
    void printAlignsEveryColumnToItsWidestCell() {
        StringWriter text = new StringWriter();
        new Table("uid", ">stored", "state")
                .row("3", "1.5 KiB", "ok")
                .row("12", "64.0 MiB", "gone")
                .print(new PrintWriter(text));
        assertThat(text.toString().lines())
                .containsExactly(
                        "uid    stored  state", "3     1.5 KiB  ok", "12   64.0 MiB  gone");
    }

    @Test
    void rowWhenCellsAreMissingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("1"));
    }

    @Test
    void humanSizesKeepOneDecimalAndNeverShow1024() {
        assertThat(Sizes.human(0)).isEqualTo("0 B");
        assertThat(Sizes.human(1023)).isEqualTo("1023 B");
        assertThat(Sizes.human(1536)).isEqualTo("1.5 KiB");
        assertThat(Sizes.human((1 << 20) - 1)).isEqualTo("1.0 MiB");
        assertThat(Sizes.human(64L << 20)).isEqualTo("64.0 MiB");
    }
}
