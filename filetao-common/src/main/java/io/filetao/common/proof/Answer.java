package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;

/**
 * Move 1 of the miner: it commits to its answer before it shows it.
 *
 * @param number n of the challenge
 * @param commitment K
 * @param signature the miner's, over {@code H("answer", rid, n, seed, K)}
 */
public record Answer(ShardId rid, int number, Commitment commitment, Signature signature) {

    /** Size of the encoding. */
    public static final int BYTES = 2 + ShardId.BYTES + 4 + Commitment.BYTES + Signature.BYTES;

    static Answer sign(Challenge challenge, Commitment commitment, Signer miner) {
        ShardId rid = challenge.rid();
        byte[] message = signed(rid, challenge.number(), challenge.seed(), commitment);
        return new Answer(rid, challenge.number(), commitment, Signature.of(miner.sign(message)));
    }

    boolean isSignedBy(Ss58Address miner, Hash seed, SignatureCheck check) {
        return check.verify(
                miner, signed(this.rid, this.number, seed, this.commitment), this.signature);
    }

    public byte[] encode() {
        return new MessageWriter(MessageType.ANSWER)
                .shardId(this.rid)
                .int32(this.number)
                .commitment(this.commitment)
                .signature(this.signature)
                .toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static Answer decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.ANSWER);
        Answer answer =
                new Answer(
                        reader.shardId(), reader.int32(), reader.commitment(), reader.signature());
        reader.end();
        return answer;
    }

    private static byte[] signed(ShardId rid, int number, Hash seed, Commitment commitment) {
        return HashInput.of("answer").add(rid).add(number).add(seed).add(commitment).hash().bytes();
    }
}
