package io.filetao.validator.reward;

import io.filetao.common.tier.RewardRules.FailureCosts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a miner was asked to do, and what failing at it costs before the tier's factor. */
public enum Task {
    STORE(true),
    CHALLENGE(true),
    RETRIEVE(true),
    /** Not scaled by the tier: being away costs everybody the same. */
    MONITOR(false);

    private final boolean scaledByTier;

    Task(boolean scaledByTier) {
        this.scaledByTier = scaledByTier;
    }

    /** What failing costs before the tier's factor, at most 0. */
    public double failure(FailureCosts costs) {
        return switch (this) {
            case STORE -> costs.store();
            case CHALLENGE -> costs.challenge();
            case RETRIEVE -> costs.retrieve();
            case MONITOR -> costs.monitor();
        };
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
