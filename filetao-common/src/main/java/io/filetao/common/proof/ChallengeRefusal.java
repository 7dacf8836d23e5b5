package io.filetao.common.proof;

import java.util.Locale;

/** Why a miner does not answer a challenge. */
public enum ChallengeRefusal {
    /** The challenge names another shard. */
    WRONG_SHARD("the challenge is for another shard"),
    /** It is not signed by the validator that stored the shard. */
    BAD_SIGNATURE("the challenge is not signed by the shard's validator"),
    /** Its number has been settled already. */
    OLD_NUMBER("the challenge's number has been settled already"),
    /** Its beacon is not newer than the last answered one. */
    OLD_BEACON("the challenge's beacon is not newer than the last one answered"),
    /** The head is neither the miner's own nor a signed successor of it. */
    WRONG_HEAD("the challenge's head is neither the miner's own nor its successor");

    private final String text;

    ChallengeRefusal(String text) {
        this.text = text;
    }

    /** The reason's name on the wire, such as {@code old-number}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether miner and validator stand at different places of the chain, which a re-based challenge mends. */
    public boolean outOfStep() {
        return this == OLD_NUMBER || this == WRONG_HEAD;
    }

    /** The reason as a clause. */
    public String text() {
        return this.text;
    }
}
