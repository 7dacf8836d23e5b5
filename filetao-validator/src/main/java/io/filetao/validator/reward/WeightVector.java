package io.filetao.validator.reward;

import io.filetao.common.chain.Hyperparameters;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores made into the chain's 16-bit weights (docs/spec/rewards.md, "Weights").
 *
 * <p>Order of steps: clean, normalise, fill up to the chain's least number, cap by water-filling, scale to 65535.
 */
public final class WeightVector {

    private static final int U16_MAX = 65535;
    private static final double FILLER = 1e-5;

    private WeightVector() {}

    /**
     * The weights of the eligible uids; zeros are left out.
     *
     * @param scores moving average of each eligible uid
     */
    public static SortedMap<Integer, Integer> of(
            SortedMap<Integer, Double> scores, Hyperparameters chain) {
        SortedMap<Integer, Double> shares = new TreeMap<>();
        scores.forEach((uid, score) -> shares.put(uid, clean(score)));
        normalise(shares);
        long nonZero = shares.values().stream().filter(share -> share > 0).count();
        if (nonZero < chain.minAllowedWeights()) {
            shares.replaceAll((uid, share) -> share + FILLER);
            normalise(shares);
        }
        cap(shares, chain.maxWeightLimit() / (double) U16_MAX);
        return scaled(shares);
    }

    private static double clean(double score) {
        return (Double.isFinite(score) && score > 0) ? score : 0;
    }

    private static void normalise(SortedMap<Integer, Double> shares) {
        double sum = 0;
        for (double share : shares.values()) {
            sum += share;
        }
        double total = sum;
        int count = shares.size();
        shares.replaceAll((uid, share) -> (total > 0) ? share / total : 1.0 / count);
    }

    /** Cuts what is above the limit and shares it out among the rest in proportion, until nobody is above it. */
    private static void cap(SortedMap<Integer, Double> shares, double limit) {
        long carriers = shares.values().stream().filter(share -> share > 0).count();
        if (limit >= 1 || carriers == 0) {
            return;
        }
        if (carriers * limit <= 1) {
            shares.replaceAll((uid, share) -> (share > 0) ? 1.0 / carriers : 0);
            return;
        }
        while (true) {
            double capped = 0;
            double free = 0;
            boolean above = false;
            for (double share : shares.values()) {
                if (share >= limit) {
                    capped += limit;
                    above |= share > limit;
                } else {
                    free += share;
                }
            }
            if (!above || free == 0) {
                return;
            }
            double rescale = (1 - capped) / free;
            shares.replaceAll((uid, share) -> (share >= limit) ? limit : share * rescale);
        }
    }

    private static SortedMap<Integer, Integer> scaled(Map<Integer, Double> shares) {
        double largest = shares.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        SortedMap<Integer, Integer> weights = new TreeMap<>();
        shares.forEach((uid, share) -> {
            int weight = (largest > 0) ? (int) Math.rint(share / largest * U16_MAX) : 0;
            if (weight > 0) {
                weights.put(uid, weight);
            }
        });
        return weights;
    }
}
