package io.filetao.common.proof;

import java.time.Duration;

/**
 * The checks of one challenge, V1 to V4. They take whatever a miner's messages say, return a verdict with a reason, and
 * take a bounded time: nothing but the shard's length, which the validator knows, decides how long.
 */
public final class Verifier {

    private final AuditKeys keys;
    private final SignatureCheck signatures;

    public Verifier(AuditKeys keys) {
        this(keys, SignatureCheck.SR25519);
    }

    Verifier(AuditKeys keys, SignatureCheck signatures) {
        this.keys = keys;
        this.signatures = signatures;
    }

    /**
     * Checks move 1: in time, of this challenge, a point, signed by the miner.
     *
     * @param took time between sending the challenge and having the whole answer
     */
    public Verdict checkAnswer(
            ShardTarget shard, Challenge challenge, Answer answer, Duration took) {
        if (took.compareTo(challenge.deadlines().answer()) > 0) {
            return Reason.LATE_ANSWER.rejected();
        }
        if (!answer.rid().equals(challenge.rid()) || answer.number() != challenge.number()) {
            return Reason.WRONG_SUBJECT.rejected();
        }
        if (!Pedersen.isPoint(answer.commitment())) {
            return Reason.NOT_A_POINT.rejected();
        }
        if (!answer.isSignedBy(shard.miner(), challenge.seed(), this.signatures)) {
            return Reason.BAD_SIGNATURE.rejected();
        }
        return Verdict.ACCEPTED;
    }

    /**
     * Checks move 2 against a commitment that passed {@link #checkAnswer}.
     *
     * @param took time between asking for the opening and having all of it
     */
    public Verdict checkOpening(
            ShardTarget shard, Challenge challenge, Answer answer, Opening opening, Duration took) {
        if (took.compareTo(challenge.deadlines().opening()) > 0) {
            return Reason.LATE_OPENING.rejected();
        }
        if (!opening.rid().equals(challenge.rid()) || opening.number() != challenge.number()) {
            return Reason.WRONG_SUBJECT.rejected();
        }
        Response response = opening.response();
        if (!response.isCanonical()) {
            return Reason.NOT_CANONICAL.rejected();
        }
        Scalar message = response.message(challenge.rid(), challenge.seed());
        if (!response.commit(message).equals(answer.commitment())) {
            return Reason.COMMITMENT.rejected();
        }
        PairKey pair = this.keys.pair(shard.miner(), shard.gen());
        if (!LinearCheck.holds(pair, shard, challenge.seed(), response)) {
            return Reason.LINEAR.rejected();
        }
        return checkSpots(shard, challenge, opening);
    }

    private static Verdict checkSpots(ShardTarget shard, Challenge challenge, Opening opening) {
        int[] spots = challenge.spots(shard.geometry());
        for (int s = 0; s < spots.length; s++) {
            Verdict verdict = opening.spots().get(s).verify(shard, spots[s]);
            if (!verdict.passed()) {
                return verdict;
            }
        }
        return Verdict.ACCEPTED;
    }
}
