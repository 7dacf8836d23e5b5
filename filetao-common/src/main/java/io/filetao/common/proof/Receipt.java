package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import java.nio.ByteBuffer;

/**
 * A miner's signed word that it holds a shard durably.
 *
 * @param initial C_0, which fixes shard, root, tags and both parties
 * @param signature the miner's, over {@code H("receipt", rid, C_0)}
 */
public record Receipt(ShardId rid, Hash initial, Signature signature) {

    /** Size of the encoding. */
    public static final int BYTES = 2 + ShardId.BYTES + Hash.BYTES + Signature.BYTES;

    /** Signs for a shard; only after its bytes and record are on disk for good. */
    public static Receipt sign(ShardHeader header, Signer miner) {
        byte[] signature = miner.sign(signed(header.rid(), header.initial()));
        return new Receipt(header.rid(), header.initial(), Signature.of(signature));
    }

    /** Whether the header's miner has signed for exactly this shard. */
    public boolean isFor(ShardHeader header) {
        return this.rid.equals(header.rid())
                && this.initial.equals(header.initial())
                && SignatureCheck.SR25519.verify(
                        header.miner(), signed(this.rid, this.initial), this.signature);
    }

    public byte[] encode() {
        return new MessageWriter(MessageType.RECEIPT)
                .shardId(this.rid)
                .hash(this.initial)
                .signature(this.signature)
                .toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static Receipt decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.RECEIPT);
        Receipt receipt = new Receipt(reader.shardId(), reader.hash(), reader.signature());
        reader.end();
        return receipt;
    }

    private static byte[] signed(ShardId rid, Hash initial) {
        return HashInput.of("receipt").add(rid).add(initial).hash().bytes();
    }
}
