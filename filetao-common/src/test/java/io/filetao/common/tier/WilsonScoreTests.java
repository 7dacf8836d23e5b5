package io.filetao.common.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonScoreTests {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.5",
        "0, 5, 0.04169951653253214",
        "1, 1, 0.8436576279587084",
        "4, 5, 0.7749802900804807",
        "8, 9, 0.8701769999681506",
        "7, 9, 0.7644121428343933",
        "6, 8, 0.7365482009457938",
        "30, 32, 0.9313673524877705",
        "100, 100, 0.9977356193766159",
        "99, 100, 0.9877809069890836"
    })
    void midpointEqualsThePublishedFigures(long successes, long attempts, double score) {
        assertThat(WilsonScore.midpoint(successes, attempts)).isCloseTo(score, within(1e-15));
    }

    @Test
    void lowerBoundOfEightInNineIsFarBelowTheScore() {
        assertThat(WilsonScore.lowerBound95(8, 9)).isCloseTo(0.565, within(5e-4));
    }

    @Test
    void midpointWhenSuccessesExceedAttemptsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> WilsonScore.midpoint(3, 2));
    }
}
