package io.filetao.common.proof;

import java.nio.ByteBuffer;

/**
 * What a miner remembers of a shard's challenges: 44 bytes, to be kept durably beside the shard. It decides which
 * challenges are answered, so that nobody can ask twice with one seed, and follows its validator after a lost verdict.
 *
 * @param chain the last head that the miner knows
 * @param height beacon of the last challenge answered, -1 before the first
 */
public record ProverChain(SeedChain chain, long height) {

    /** Size of the encoding. */
    public static final int BYTES = 4 + 32 + 8;

    /** The state of a shard just stored. */
    public static ProverChain start(ShardHeader header) {
        return new ProverChain(SeedChain.start(header.initial()), -1);
    }

    /**
     * Decides whether to answer. Accepted is a challenge that the shard's validator has signed, with a newer beacon
     * and one of three heads: the miner's own; the one that the repeated verdict leads to from the miner's own; or,
     * when more than one verdict is missing, whatever the signature vouches for.
     *
     * @return the state to keep, durably, before the answer goes out
     */
    public ProverChain accept(Challenge challenge, ShardHeader header)
            throws ChallengeRefusedException {
        return accept(challenge, header, SignatureCheck.SR25519);
    }

    ProverChain accept(Challenge challenge, ShardHeader header, SignatureCheck signatures)
            throws ChallengeRefusedException {
        require(challenge.rid().equals(header.rid()), ChallengeRefusal.WRONG_SHARD);
        require(
                challenge.isSignedBy(header.validator(), signatures),
                ChallengeRefusal.BAD_SIGNATURE);
        int missed = challenge.number() - 1 - this.chain.counter();
        require(missed >= 0, ChallengeRefusal.OLD_NUMBER);
        require(challenge.beacon().height() > this.height, ChallengeRefusal.OLD_BEACON);
        boolean follows =
                switch (missed) {
                    case 0 -> challenge.head().equals(this.chain.head());
                    case 1 -> isSuccessor(challenge);
                    default -> true;
                };
        require(follows, ChallengeRefusal.WRONG_HEAD);
        return new ProverChain(
                new SeedChain(challenge.number() - 1, challenge.head()),
                challenge.beacon().height());
    }

    /** The state after a verdict; unchanged when the verdict is not the signed successor of the own head. */
    public ProverChain settle(SignedVerdict verdict, ShardHeader header) {
        boolean follows =
                verdict.rid().equals(header.rid())
                        && verdict.number() == this.chain.counter() + 1
                        && verdict.link().from(this.chain.head()).equals(verdict.head())
                        && verdict.isSignedBy(header.validator());
        return follows
                ? new ProverChain(new SeedChain(verdict.number(), verdict.head()), this.height)
                : this;
    }

    public byte[] encode() {
        return new MessageWriter()
                .int32(this.chain.counter())
                .hash(this.chain.head())
                .int64(this.height)
                .toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static ProverChain decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, "chain state");
        SeedChain chain = new SeedChain(reader.int32(), reader.hash());
        long height = ByteBuffer.wrap(reader.bytes(8)).getLong();
        reader.end();
        return new ProverChain(chain, height);
    }

    private boolean isSuccessor(Challenge challenge) {
        Challenge.Previous previous = challenge.previous();
        return previous != null
                && previous.head().equals(this.chain.head())
                && previous.link().from(previous.head()).equals(challenge.head());
    }

    private static void require(boolean fits, ChallengeRefusal otherwise)
            throws ChallengeRefusedException {
        if (!fits) {
            throw new ChallengeRefusedException(otherwise);
        }
    }
}
