package io.filetao.validator.reward;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a miner was asked to do, and what failing at it costs before the tier's factor. */
public enum Task {
    STORE(0, true),
    CHALLENGE(-0.05, true),
    RETRIEVE(-0.01, true),
    /** Not scaled by the tier: being away costs everybody the same. */
    MONITOR(-0.005, false);

    private final double failure;
    private final boolean scaledByTier;

    Task(double failure, boolean scaledByTier) {
        this.failure = failure;
        this.scaledByTier = scaledByTier;
    }

    /** Default of {@code filetao.reward.failure}, at most 0. */
    public double defaultFailure() {
        return this.failure;
    }

    /** As events and settings write it: {@code store}, {@code challenge}, {@code retrieve}, {@code monitor}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The task of a label; empty when there is none. */
    public static Optional<Task> of(String label) {
        return Arrays.stream(values()).filter(task -> task.label().equals(label)).findFirst();
    }

    boolean scaledByTier() {
        return this.scaledByTier;
    }
}
