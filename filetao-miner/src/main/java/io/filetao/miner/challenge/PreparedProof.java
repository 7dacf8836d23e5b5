package io.filetao.miner.challenge;

import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.PreparedAnswer;
import io.filetao.common.proof.SignedVerdict;
import io.filetao.common.proof.Transcript;

/** An answered challenge that waits to be opened, and then for its verdict. */
public record PreparedProof(Challenge challenge, PreparedAnswer prepared) {

    byte[] opening() {
        return this.prepared.opening().encode();
    }

    /** What the public may see of it. */
    Transcript transcript(SignedVerdict verdict) {
        return Transcript.of(
                this.challenge, this.prepared.answer(), this.prepared.opening(), verdict);
    }
}
