package io.filetao.validator.reward;

/** A miner's score: {@code score <- alpha·reward + (1 - alpha)·score}. */
public final class MovingAverage {

    private MovingAverage() {}

    /**
     * The score after a reward.
     *
     * @param alpha share of the newest reward
     */
    public static double next(double alpha, double score, double reward) {
        return alpha * reward + (1 - alpha) * score;
    }
}
