package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;

/**
 * Everything about a stored shard that an index can be rebuilt from; its validator signs it and its miner keeps it.
 *
 * @param offer where the shard belongs and who holds it
 * @param root R
 * @param initial C_0, the first head of its chain of challenges
 */
public record ShardHeader(StoreOffer offer, Hash root, Hash initial) {

    /** Size of the encoding. */
    public static final int BYTES = StoreOffer.BYTES + 2 * Hash.BYTES;

    public ShardId rid() {
        return this.offer.rid();
    }

    public Ss58Address miner() {
        return this.offer.miner();
    }

    public Ss58Address validator() {
        return this.offer.validator();
    }

    public ShardGeometry geometry() {
        return this.offer.geometry();
    }

    /**
     * {@code C_0 = H("init", rid, u, v, gen, L, R, H(T), H("key", k_vu))}.
     *
     * @param tags {@code H(T)}
     * @param key {@code H("key", k_vu)}
     */
    static Hash initial(StoreOffer offer, Hash root, Hash tags, Hash key) {
        return HashInput.of("init")
                .add(offer.rid())
                .add(offer.miner().publicKey())
                .add(offer.validator().publicKey())
                .add(offer.gen())
                .add(offer.length())
                .add(root)
                .add(tags)
                .add(key)
                .hash();
    }

    /** The validator's signature over {@code H("header", encoding)}. */
    Signature sign(Signer validator) {
        return Signature.of(validator.sign(signed()));
    }

    /** Whether the validator that the header names has signed it. */
    public boolean isSignedBy(Signature signature) {
        return SignatureCheck.SR25519.verify(validator(), signed(), signature);
    }

    private byte[] signed() {
        return HashInput.of("header").add(encode()).hash().bytes();
    }

    public byte[] encode() {
        MessageWriter out = new MessageWriter(MessageType.SHARD_HEADER);
        write(out);
        return out.toBytes();
    }

    void write(MessageWriter out) {
        this.offer.write(out);
        out.hash(this.root).hash(this.initial);
    }

    /** Reads one that must fill the buffer. */
    public static ShardHeader decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SHARD_HEADER);
        ShardHeader header = read(reader);
        reader.end();
        return header;
    }

    static ShardHeader read(MessageReader in) throws MalformedMessageException {
        return new ShardHeader(StoreOffer.read(in), in.hash(), in.hash());
    }
}
