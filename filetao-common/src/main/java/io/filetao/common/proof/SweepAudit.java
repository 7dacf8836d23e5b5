package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sweep from the validator's side, from the question to the verdict.
 *
 * <pre>{@code
 * SweepAudit audit = new SweepAudit(verifier, sweep, roots);
 * if (audit.answer(bytes, took).passed()) {            // move 1: send sweep.encode()
 *     audit.opening(otherBytes, took);                 // move 2: send audit.openingRequest().encode()
 * }
 * Verdict verdict = audit.verdict();
 * }</pre>
 */
public final class SweepAudit {

    private final SweepVerifier verifier;
    private final Sweep sweep;
    private final Map<ShardId, Hash> roots;
    private Verdict verdict = Reason.NO_ANSWER.rejected();
    private @Nullable SweepAnswer answer;

    /**
     * @param roots R of every shard that the sweep names
     */
    public SweepAudit(SweepVerifier verifier, Sweep sweep, Map<ShardId, Hash> roots) {
        this.verifier = verifier;
        this.sweep = sweep;
        this.roots = Map.copyOf(roots);
    }

    /**
     * Takes move 1.
     *
     * @param took time between sending the sweep and having the whole answer
     */
    public Verdict answer(ByteBuffer bytes, Duration took) {
        try {
            SweepAnswer decoded = SweepAnswer.decode(bytes);
            this.verdict = this.verifier.checkAnswer(this.sweep, decoded, took);
            if (this.verdict.passed()) {
                this.answer = decoded;
                this.verdict = Reason.LATE_OPENING.rejected();
                return Verdict.ACCEPTED;
            }
        } catch (MalformedMessageException malformed) {
            this.verdict = Reason.MALFORMED.rejected();
        }
        return this.verdict;
    }

    /** What to ask for after an accepted answer. */
    public SweepOpeningRequest openingRequest() {
        return new SweepOpeningRequest(this.sweep.seed());
    }

    /**
     * Takes move 2.
     *
     * @param took time between asking for the opening and having all of it
     * @throws IllegalStateException when no answer was accepted before
     */
    public Verdict opening(ByteBuffer bytes, Duration took) {
        if (this.answer == null) {
            throw new IllegalStateException("An opening needs an accepted answer first");
        }
        try {
            this.verdict =
                    this.verifier.checkOpening(
                            this.sweep, this.roots, this.answer, SweepOpening.decode(bytes), took);
        } catch (MalformedMessageException malformed) {
            this.verdict = Reason.MALFORMED.rejected();
        }
        return this.verdict;
    }

    /** Notes that the miner said that it does not hold one of the shards. */
    public Verdict notHeld() {
        this.verdict = Reason.NOT_HELD.rejected();
        return this.verdict;
    }

    /** The verdict so far: what never came counts as not answered. */
    public Verdict verdict() {
        return this.verdict;
    }
}
