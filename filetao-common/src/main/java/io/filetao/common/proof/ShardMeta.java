package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a miner keeps beside a shard's sealed bytes: about 0.5 % of them. The signed header stands first, so that an
 * index can be rebuilt from the first {@link #HEADER_BYTES} bytes of each record.
 *
 * @param header the signed header
 * @param signature the validator's, over the header
 * @param blindingKey k_r
 * @param key {@code H("key", k_vu)}
 * @param tags T
 */
public record ShardMeta(
        ShardHeader header,
        Signature signature,
        Hash blindingKey,
        Hash key,
        GroupCommitments commitments,
        PieceRoots pieceRoots,
        Tags tags) {

    /** Bytes of the encoding's start that hold header and signature. */
    public static final int HEADER_BYTES = ShardHeader.BYTES + Signature.BYTES;

    /** Size of the encoding. */
    public static int encodedLength(ShardGeometry geometry) {
        return HEADER_BYTES
                + 2 * Hash.BYTES
                + geometry.groups() * Commitment.BYTES
                + geometry.pieces() * Hash.BYTES
                + geometry.blocks() * Tags.BYTES;
    }

    /** Where the tags start in the encoding; block i has its 17 bytes from {@code 17 i} on. */
    public static int tagsOffset(ShardGeometry geometry) {
        return encodedLength(geometry) - geometry.blocks() * Tags.BYTES;
    }

    public byte[] encode() {
        MessageWriter out = new MessageWriter(MessageType.SHARD_META);
        this.header.write(out);
        out.signature(this.signature).hash(this.blindingKey).hash(this.key);
        this.commitments.all().forEach(out::commitment);
        this.pieceRoots.all().forEach(out::hash);
        this.tags.write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. It comes from the miner's own disk and is not verified again. */
    public static ShardMeta decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SHARD_META);
        ShardHeader header = ShardHeader.read(reader);
        ShardGeometry geometry = header.geometry();
        Signature signature = reader.signature();
        Hash blindingKey = reader.hash();
        Hash key = reader.hash();
        if (reader.remaining() != encodedLength(geometry) - HEADER_BYTES - 2 * Hash.BYTES) {
            throw reader.malformed("its length does not fit the shard's");
        }
        List<Commitment> commitments = new ArrayList<>(geometry.groups());
        for (int g = 0; g < geometry.groups(); g++) {
            commitments.add(reader.commitment());
        }
        List<Hash> pieceRoots = new ArrayList<>(geometry.pieces());
        for (int p = 0; p < geometry.pieces(); p++) {
            pieceRoots.add(reader.hash());
        }
        return new ShardMeta(
                header,
                signature,
                blindingKey,
                key,
                GroupCommitments.of(commitments),
                new PieceRoots(geometry, pieceRoots),
                Tags.read(reader, geometry.blocks()));
    }

    /** Reads only the header from the first {@link #HEADER_BYTES} bytes. */
    public static ShardHeader decodeHeader(ByteBuffer in) throws MalformedMessageException {
        return ShardHeader.read(new MessageReader(in, MessageType.SHARD_META));
    }
}
