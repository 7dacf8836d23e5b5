package io.filetao.common.proof;

import io.filetao.common.wallet.Signer;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One challenge from the validator's side, from the question to the link in the chain.
 *
 * <pre>{@code
 * Audit audit = new Audit(verifier, shard, challenge);
 * if (audit.answer(bytes, took).passed()) {            // move 1: send audit.challenge().encode()
 *     audit.opening(otherBytes, took);                 // move 2: send audit.openingRequest().encode()
 * }
 * Audit.Outcome outcome = audit.conclude(hotkey);      // keep outcome.chain() before anything is sent
 * }</pre>
 */
public final class Audit {

    private final Verifier verifier;
    private final ShardTarget shard;
    private final Challenge challenge;
    private Verdict verdict = Reason.NO_ANSWER.rejected();
    private @Nullable Answer answer;
    private @Nullable Opening opening;

    public Audit(Verifier verifier, ShardTarget shard, Challenge challenge) {
        this.verifier = verifier;
        this.shard = shard;
        this.challenge = challenge;
    }

    public Challenge challenge() {
        return this.challenge;
    }

    /**
     * Takes move 1.
     *
     * @param took time between sending the challenge and having the whole answer
     */
    public Verdict answer(ByteBuffer bytes, Duration took) {
        try {
            Answer decoded = Answer.decode(bytes);
            this.verdict = this.verifier.checkAnswer(this.shard, this.challenge, decoded, took);
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
    public OpeningRequest openingRequest() {
        return new OpeningRequest(this.challenge.rid(), this.challenge.number());
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
            Opening decoded = Opening.decode(bytes);
            this.verdict =
                    this.verifier.checkOpening(
                            this.shard, this.challenge, this.answer, decoded, took);
            this.opening = this.verdict.passed() ? decoded : null;
        } catch (MalformedMessageException malformed) {
            this.verdict = Reason.MALFORMED.rejected();
        }
        return this.verdict;
    }

    /** Notes that the miner said it cannot answer. */
    public Verdict notHeld() {
        this.verdict = Reason.NOT_HELD.rejected();
        return this.verdict;
    }

    /** Links the challenge into the chain and signs the verdict. Without an accepted answer, K is empty. */
    public Outcome conclude(Signer validator) {
        Commitment commitment = this.answer == null ? null : this.answer.commitment();
        Link link = new Link(this.challenge.seed(), commitment, this.verdict.passed());
        SignedVerdict signed = SignedVerdict.sign(this.challenge, link, this.verdict, validator);
        return new Outcome(
                this.verdict,
                new SeedChain(this.challenge.number(), signed.head()),
                new Challenge.Previous(this.challenge.head(), link),
                signed,
                new Transcript(
                        this.challenge,
                        this.answer,
                        PublicOpening.of(this.challenge, this.opening),
                        signed));
    }

    /**
     * What a challenge leaves behind.
     *
     * @param chain the shard's chain from now on
     * @param previous to be repeated in the next challenge
     * @param signed for the miner
     * @param transcript for the public
     */
    public record Outcome(
            Verdict verdict,
            SeedChain chain,
            Challenge.Previous previous,
            SignedVerdict signed,
            Transcript transcript) {}
}
