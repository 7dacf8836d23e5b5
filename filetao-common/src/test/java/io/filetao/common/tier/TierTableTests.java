package io.filetao.common.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTableTests {

    @ParameterizedTest
    @CsvSource({
        "1.0, 0, Bronze",
        "0.59, 20000, Bronze",
        "0.60, 500, Silver",
        "0.65, 2000, Gold",
        "0.65, 4000, Platinum",
        "0.75, 6000, Diamond",
        "0.80, 8000, Emerald",
        "0.85, 10000, Ruby",
        "0.90, 14999, Ruby",
        "0.90, 15000, Super Saiyan"
    })
    void ofIsTheHighestTierWhoseConditionsHold(double score, long successes, String tier) {
        assertThat(TierTable.DEFAULT.of(score, successes).name()).isEqualTo(tier);
    }

    @Test
    void limitsAreBinaryMultiples() {
        assertThat(TierTable.DEFAULT.lowest().storageLimit())
                .isEqualTo(10L * 1024 * 1024 * 1024 * 1024);
    }

    @Test
    void newWhenTheLowestTierAsksForSomethingIsRefused() {
        Tier demanding = new Tier("Silver", 1, 0.6, 500, 0.65, 1.16);
        assertThatIllegalArgumentException().isThrownBy(() -> new TierTable(List.of(demanding)));
    }
}
