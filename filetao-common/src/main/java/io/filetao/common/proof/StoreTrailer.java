package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;

/**
 * What follows a shard's sealed bytes: everything that could only be computed once they were all known.
 *
 * @param root R
 * @param initial C_0
 * @param blindingKey k_r, which all commitments' blindings are derived from
 * @param key {@code H("key", k_vu)}
 * @param signature the validator's, over the shard's header
 * @param tags T
 */
public record StoreTrailer(
        Hash root, Hash initial, Hash blindingKey, Hash key, Signature signature, Tags tags) {

    private static final int FIXED_BYTES = 2 + 4 * Hash.BYTES + Signature.BYTES;

    /** Size of the encoding for a shard of this geometry. */
    public static int encodedLength(ShardGeometry geometry) {
        return FIXED_BYTES + geometry.blocks() * Tags.BYTES;
    }

    /** The header that the signature covers. */
    public ShardHeader header(StoreOffer offer) {
        return new ShardHeader(offer, this.root, this.initial);
    }

    public byte[] encode() {
        MessageWriter out =
                new MessageWriter(MessageType.STORE_TRAILER)
                        .hash(this.root)
                        .hash(this.initial)
                        .hash(this.blindingKey)
                        .hash(this.key)
                        .signature(this.signature);
        this.tags.write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer; its size follows from the geometry. */
    public static StoreTrailer decode(ByteBuffer in, ShardGeometry geometry)
            throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.STORE_TRAILER);
        StoreTrailer trailer =
                new StoreTrailer(
                        reader.hash(),
                        reader.hash(),
                        reader.hash(),
                        reader.hash(),
                        reader.signature(),
                        Tags.read(reader, geometry.blocks()));
        reader.end();
        return trailer;
    }
}
