package io.filetao.validator.simulation;

import io.filetao.common.tier.TierTable;

/** How often miners rose, fell and stayed at the ends of windows. */
final class Mobility {

    private long rose;
    private long fell;
    private long stayed;

    void moved(TierTable tiers, String before, String after) {
        if (before.equals(after)) {
            this.stayed++;
        } else if (place(tiers, after) < place(tiers, before)) {
            this.rose++;
        } else {
            this.fell++;
        }
    }

    long rose() {
        return this.rose;
    }

    long fell() {
        return this.fell;
    }

    long stayed() {
        return this.stayed;
    }

    private static int place(TierTable tiers, String name) {
        return tiers.tiers().indexOf(tiers.named(name).orElseThrow());
    }
}
