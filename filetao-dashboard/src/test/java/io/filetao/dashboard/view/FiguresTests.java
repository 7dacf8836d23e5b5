package io.filetao.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class FiguresTests {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.00 KB",
        "9994, 9.99 KB",
        "9999, 10.0 KB",
        "99949, 99.9 KB",
        "99960, 100 KB",
        "999600, 1.00 MB",
        "1234567890, 1.23 GB",
        "9223372036854775807, 9.22 EB"
    })
    void bytesHaveThreeDigits(long bytes, String shown) {
        assertThat(Figures.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 s",
        "89, 89 s",
        "90, 2 min",
        "5399, 90 min",
        "5400, 2 h",
        "129599, 36 h",
        "129600, 2 d"
    })
    void ageIsInOneUnit(long seconds, String shown) {
        assertThat(Figures.age(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }

    @Test
    void percentOfNothingIsNothing() {
        assertThat(Figures.percent(5, 0)).isZero();
        assertThat(Figures.percent(9, 4)).isEqualTo(100);
    }
}
