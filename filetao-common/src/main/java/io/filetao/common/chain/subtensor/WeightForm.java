package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.metadata.Value;

/** How a validator's weights have to be given to a subnet. */
public enum WeightForm {
    /** As they are. */
    CLEAR("in the clear"),
    /** Encrypted until the chain reveals them. */
    TIME_LOCKED("time-locked"),
    /** As a hash, and some epochs later what it was made of. */
    HASHED("by hash and salt"),
    /** In a way that this version cannot make. */
    UNKNOWN("in a form that this version cannot make");

    private final String text;

    WeightForm(String text) {
        this.text = text;
    }

    static WeightForm of(ChainState state, int netuid) {
        boolean hidden =
                state.has("CommitRevealWeightsEnabled")
                        && state.value("CommitRevealWeightsEnabled", Value.of(netuid)).bool();
        if (!hidden) {
            return CLEAR;
        }
        if (TimelockedWeights.offered(state)) {
            return TIME_LOCKED;
        }
        return WeightRevealer.offered(state) ? HASHED : UNKNOWN;
    }

    /** In words. */
    public String text() {
        return this.text;
    }
}
