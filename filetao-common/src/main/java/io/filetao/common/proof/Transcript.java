package io.filetao.common.proof;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The public part of one challenge: what a third party needs to check signatures, chain, V1 and V3 again.
 *
 * @param answer null when none was accepted
 * @param opening null when the challenge failed
 */
public record Transcript(
        Challenge challenge,
        @Nullable Answer answer,
        @Nullable PublicOpening opening,
        SignedVerdict verdict) {

    /** More bytes than any transcript has. */
    public static final int MAX_BYTES = 16_384;

    /** The transcript of a passed challenge, as its miner can tell it: without mu and sg. */
    public static Transcript of(
            Challenge challenge, Answer answer, Opening opening, SignedVerdict verdict) {
        return new Transcript(challenge, answer, PublicOpening.of(challenge, opening), verdict);
    }

    /**
     * Checks everything that needs no secret. Accepted means that the transcript is genuine; what it shows, a passed
     * or a failed challenge, says the verdict in it.
     */
    public Verdict verify(ShardHeader header) {
        Challenge asked = this.challenge;
        if (!asked.rid().equals(header.rid())
                || !this.verdict.rid().equals(header.rid())
                || this.verdict.number() != asked.number()
                || !asked.isSignedBy(header.validator())
                || !this.verdict.isSignedBy(header.validator())) {
            return Reason.WRONG_SUBJECT.rejected("Challenge or verdict is not the validator's");
        }
        if (!followsItsHeads(header)) {
            return Reason.WRONG_SUBJECT.rejected("The challenge does not fit its chain");
        }
        Commitment linked = this.verdict.link().commitment();
        Commitment answered = this.answer == null ? null : this.answer.commitment();
        if (!Objects.equals(linked, answered)) {
            return Reason.COMMITMENT.rejected("The verdict is about another commitment");
        }
        if (this.answer != null && !isAnswered(header, this.answer)) {
            return Reason.BAD_SIGNATURE.rejected();
        }
        return verifyOpening(header);
    }

    private boolean isAnswered(ShardHeader header, Answer signed) {
        return signed.rid().equals(header.rid())
                && signed.number() == this.challenge.number()
                && signed.isSignedBy(header.miner(), this.challenge.seed(), SignatureCheck.SR25519);
    }

    private Verdict verifyOpening(ShardHeader header) {
        if (this.verdict.link().passed() != (this.opening != null)) {
            return Reason.MALFORMED.rejected("A passed challenge is opened, a failed one is not");
        }
        return this.opening == null || this.answer == null
                ? Verdict.ACCEPTED
                : this.opening.verify(
                        ShardTarget.of(header), this.challenge, this.answer.commitment());
    }

    public byte[] encode() {
        MessageWriter out = new MessageWriter();
        write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static Transcript decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, "transcript");
        Transcript transcript = read(reader);
        reader.end();
        return transcript;
    }

    static Transcript read(MessageReader in) throws MalformedMessageException {
        Challenge challenge = Challenge.decode(ByteBuffer.wrap(in.sized(MAX_BYTES)));
        Answer answer = in.flag() ? Answer.decode(ByteBuffer.wrap(in.bytes(Answer.BYTES))) : null;
        PublicOpening opening = in.flag() ? PublicOpening.read(in) : null;
        return new Transcript(
                challenge,
                answer,
                opening,
                SignedVerdict.decode(ByteBuffer.wrap(in.sized(MAX_BYTES))));
    }

    void write(MessageWriter out) {
        out.sized(this.challenge.encode()).flag(this.answer != null);
        if (this.answer != null) {
            out.bytes(this.answer.encode());
        }
        out.flag(this.opening != null);
        if (this.opening != null) {
            this.opening.write(out);
        }
        out.sized(this.verdict.encode());
    }

    private boolean followsItsHeads(ShardHeader header) {
        Challenge asked = this.challenge;
        Challenge.Previous before = asked.previous();
        Link link = this.verdict.link();
        return link.seed().equals(asked.seed())
                && link.from(asked.head()).equals(this.verdict.head())
                && (asked.number() > 1 || asked.head().equals(header.initial()))
                && (before == null || before.link().from(before.head()).equals(asked.head()));
    }
}
