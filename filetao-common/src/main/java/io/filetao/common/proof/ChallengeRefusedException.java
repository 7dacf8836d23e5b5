package io.filetao.common.proof;

import java.io.IOException;

/** A miner does not answer a challenge, for a named reason. */
public class ChallengeRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ChallengeRefusal reason;

    ChallengeRefusedException(ChallengeRefusal reason) {
        super("The challenge is refused: " + reason.text());
        this.reason = reason;
    }

    public ChallengeRefusal reason() {
        return this.reason;
    }
}
