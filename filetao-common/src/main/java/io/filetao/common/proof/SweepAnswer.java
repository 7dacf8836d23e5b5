package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import java.nio.ByteBuffer;

/**
 * Move 1 of a sweep.
 *
 * @param seed of the sweep
 * @param commitment K
 * @param signature the miner's, over {@code H("sweep-answer", u, seed, K)}
 */
public record SweepAnswer(Hash seed, Commitment commitment, Signature signature) {

    /** Size of the encoding. */
    public static final int BYTES = 2 + Hash.BYTES + Commitment.BYTES + Signature.BYTES;

    static SweepAnswer sign(Sweep sweep, Commitment commitment, Signer miner) {
        Hash seed = sweep.seed();
        return new SweepAnswer(
                seed, commitment, Signature.of(miner.sign(signed(sweep, seed, commitment))));
    }

    boolean isFor(Sweep sweep, SignatureCheck check) {
        return check.verify(
                sweep.miner(), signed(sweep, this.seed, this.commitment), this.signature);
    }

    public byte[] encode() {
        return new MessageWriter(MessageType.SWEEP_ANSWER)
                .hash(this.seed)
                .commitment(this.commitment)
                .signature(this.signature)
                .toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static SweepAnswer decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SWEEP_ANSWER);
        SweepAnswer answer =
                new SweepAnswer(reader.hash(), reader.commitment(), reader.signature());
        reader.end();
        return answer;
    }

    private static byte[] signed(Sweep sweep, Hash seed, Commitment commitment) {
        return HashInput.of("sweep-answer")
                .add(sweep.miner().publicKey())
                .add(seed)
                .add(commitment)
                .hash()
                .bytes();
    }
}
