package io.filetao.common.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedundancyPolicyTests {

    private static final long LARGE = 1L << 30;

    private final RedundancyPolicy anyNumber = new RedundancyPolicy(30, 3.0, 1, 1L << 20, 9);

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,1",
        "2,2,1,2,1",
        "3,3,1,3,2",
        "4,3,1,3,2",
        "5,3,1,3,2",
        "6,4,1,3,2",
        "8,6,2,5,4",
        "9,6,2,5,4",
        "12,9,3,7,6",
        "20,15,5,12,10",
        "30,22,7,17,14",
        "40,30,10,24,20",
        "256,30,10,24,20"
    })
    void chooseFollowsTheTableOfTheSpecification(int answering, int n, int k, int ack, int repair) {
        Redundancy chosen = this.anyNumber.choose(answering, LARGE);
        assertThat(chosen).isEqualTo(new Redundancy(n, k));
        assertThat(chosen.acknowledgedAt()).isEqualTo(ack);
        assertThat(chosen.repairedAt()).isEqualTo(repair);
    }

    @Test
    void chooseWhenTheFileIsSmallUsesAtMostNineShards() {
        assertThat(this.anyNumber.choose(40, 1L << 20)).isEqualTo(new Redundancy(9, 3));
        assertThat(this.anyNumber.choose(40, (1L << 20) + 1)).isEqualTo(new Redundancy(30, 10));
        assertThat(this.anyNumber.choose(5, 1)).isEqualTo(new Redundancy(3, 1));
    }

    @Test
    void chooseWhenTooFewMinersAnswerSaysTheNumbers() {
        assertThatThrownBy(() -> RedundancyPolicy.DEFAULT.choose(2, LARGE))
                .isInstanceOfSatisfying(
                        NotEnoughMinersException.class,
                        refusal -> {
                            assertThat(refusal.needed()).isEqualTo(3);
                            assertThat(refusal.available()).isEqualTo(2);
                            assertThat(refusal).hasMessageContaining("3 are needed, 2 answered");
                        });
    }
}
