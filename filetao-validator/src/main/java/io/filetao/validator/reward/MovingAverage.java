package io.filetao.validator.reward;

/** A miner's score: {@code score <- alpha·reward + (1 - alpha)·score}. */
public final class MovingAverage {

    /** Share of the newest reward. */
    public static final double DEFAULT_ALPHA = 0.05;

    private MovingAverage() {}

    public static double next(double score, double reward) {
        return DEFAULT_ALPHA * reward + (1 - DEFAULT_ALPHA) * score;
    }
}
