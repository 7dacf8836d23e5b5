package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import java.time.Duration;
import java.util.Map;

/** The checks of a sweep: V1, V2 and V4. A passed sweep proves no single shard, only that little is lost of all. */
public final class SweepVerifier {

    private final AuditKeys keys;
    private final int gen;
    private final SignatureCheck signatures;

    /** Verifies sweeps over shards of one generation. */
    public SweepVerifier(AuditKeys keys, int gen) {
        this(keys, gen, SignatureCheck.SR25519);
    }

    SweepVerifier(AuditKeys keys, int gen, SignatureCheck signatures) {
        this.keys = keys;
        this.gen = gen;
        this.signatures = signatures;
    }

    /** Checks move 1. */
    public Verdict checkAnswer(Sweep sweep, SweepAnswer answer, Duration took) {
        if (took.compareTo(sweep.deadlines().answer()) > 0) {
            return Reason.LATE_ANSWER.rejected();
        }
        if (!answer.seed().equals(sweep.seed())) {
            return Reason.WRONG_SUBJECT.rejected();
        }
        if (!Pedersen.isPoint(answer.commitment())) {
            return Reason.NOT_A_POINT.rejected();
        }
        return answer.isFor(sweep, this.signatures)
                ? Verdict.ACCEPTED
                : Reason.BAD_SIGNATURE.rejected();
    }

    /**
     * Checks move 2 against a commitment that passed {@link #checkAnswer}.
     *
     * @param roots R of every shard that the sweep names
     */
    public Verdict checkOpening(
            Sweep sweep,
            Map<ShardId, Hash> roots,
            SweepAnswer answer,
            SweepOpening opening,
            Duration took) {
        if (took.compareTo(sweep.deadlines().opening()) > 0) {
            return Reason.LATE_OPENING.rejected();
        }
        if (!opening.seed().equals(answer.seed())) {
            return Reason.WRONG_SUBJECT.rejected();
        }
        Response response = opening.response();
        if (!response.isCanonical()) {
            return Reason.NOT_CANONICAL.rejected();
        }
        Scalar message = SweepOpening.message(sweep, answer.seed(), response);
        if (!response.commit(message).equals(answer.commitment())) {
            return Reason.COMMITMENT.rejected();
        }
        return holds(sweep, roots, response) ? Verdict.ACCEPTED : Reason.LINEAR.rejected();
    }

    private boolean holds(Sweep sweep, Map<ShardId, Hash> roots, Response response) {
        PairKey pair = this.keys.pair(sweep.miner(), this.gen);
        LinearCheck check = new LinearCheck(pair);
        Coefficients coefficients = new Coefficients(sweep.seed());
        ShardId current = null;
        AesCtr masks = null;
        for (Sweep.Range range : sweep.ranges()) {
            if (masks == null || !range.rid().equals(current)) {
                current = range.rid();
                Hash root = roots.get(current);
                if (root == null) {
                    throw new IllegalArgumentException("No root is given for shard " + current);
                }
                masks = pair.masks(current, root);
            }
            check.add(masks, range.block(), coefficients.next(range.count()));
        }
        return check.holds(response);
    }
}
