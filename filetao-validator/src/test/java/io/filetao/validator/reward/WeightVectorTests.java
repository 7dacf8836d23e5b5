package io.filetao.validator.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.Hyperparameters;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightVectorTests {

    @Test
    void ofWhenAllScoresAreZeroIsUniform() {
        assertThat(WeightVector.of(scores(0, 0, 0), chain(1, 65535)))
                .isEqualTo(Map.of(0, 65535, 1, 65535, 2, 65535));
    }

    @Test
    void ofWhenScoresAreNegativeOrNotNumbersDropsThem() {
        assertThat(WeightVector.of(scores(0.5, -1, Double.NaN, 0.25), chain(1, 65535)))
                .isEqualTo(Map.of(0, 65535, 3, 32768));
    }

    @Test
    void ofWhenTooFewAreNonZeroFillsUp() {
        assertThat(WeightVector.of(scores(1, 0, 0), chain(3, 65535)))
                .isEqualTo(Map.of(0, 65535, 1, 1, 2, 1));
    }

    @Test
    void ofWhenOneIsAboveTheLimitShareIsCapped() {
        SortedMap<Integer, Integer> weights = WeightVector.of(scores(8, 1, 1), chain(1, 65535 / 2));
        double sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(weights.get(0) / sum).isBetween(0.4999, 0.5001);
        assertThat(weights.get(1)).isEqualTo(weights.get(2));
    }

    private static SortedMap<Integer, Double> scores(double... values) {
        SortedMap<Integer, Double> scores = new TreeMap<>();
        for (int uid = 0; uid < values.length; uid++) {
            scores.put(uid, values[uid]);
        }
        return scores;
    }

    private static Hyperparameters chain(int minAllowedWeights, int maxWeightLimit) {
        return new Hyperparameters(360, minAllowedWeights, maxWeightLimit, 0, 100, 50, 5000, 256);
    }
}
