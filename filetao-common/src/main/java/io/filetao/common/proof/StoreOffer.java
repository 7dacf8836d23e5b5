package io.filetao.common.proof;

import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;

/**
 * What a validator says about a shard before its bytes.
 *
 * @param rid name of this attempt, {@code rid}
 * @param gen generation of the validator's keys
 * @param fileId name of the file on the miners' disks
 * @param segment index of the segment in the file
 * @param number index of the shard in the segment's code, 0 to n-1
 * @param k shards that give the segment back
 * @param n shards of the segment
 * @param length L, bytes before padding
 * @param validator hotkey v
 * @param miner hotkey u
 */
public record StoreOffer(
        ShardId rid,
        int gen,
        FileId fileId,
        int segment,
        int number,
        int k,
        int n,
        long length,
        Ss58Address validator,
        Ss58Address miner) {

    /** Size of the encoding. */
    public static final int BYTES = 2 + 16 + 4 + 16 + 4 + 2 + 2 + 2 + 8 + 32 + 32;

    private static final int MAX_SHARDS = 255;

    /**
     * Accepts only what can be stored.
     *
     * @throws IllegalArgumentException when a number is out of range
     */
    public StoreOffer {
        if (gen < 0
                || segment < 0
                || number < 0
                || number >= n
                || k < 1
                || k > n
                || n > MAX_SHARDS) {
            throw new IllegalArgumentException("A shard's position is out of range");
        }
        new ShardGeometry(length).blocks();
    }

    /** Its division into blocks, segments, pieces and groups. */
    public ShardGeometry geometry() {
        return new ShardGeometry(this.length);
    }

    /** Bytes of the whole upload: offer, sealed bytes, trailer. */
    public long bodyLength() {
        return BYTES + geometry().sealedLength() + StoreTrailer.encodedLength(geometry());
    }

    public byte[] encode() {
        MessageWriter out = new MessageWriter(MessageType.STORE_OFFER);
        write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static StoreOffer decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.STORE_OFFER);
        StoreOffer offer = read(reader);
        reader.end();
        return offer;
    }

    void write(MessageWriter out) {
        out.shardId(this.rid)
                .int32(this.gen)
                .bytes(this.fileId.bytes())
                .int32(this.segment)
                .u16(this.number)
                .u16(this.k)
                .u16(this.n)
                .int64(this.length)
                .address(this.validator)
                .address(this.miner);
    }

    static StoreOffer read(MessageReader in) throws MalformedMessageException {
        try {
            return new StoreOffer(
                    in.shardId(),
                    in.int32(),
                    FileId.of(in.bytes(FileId.BYTES)),
                    in.int32(),
                    in.u16(),
                    in.u16(),
                    in.u16(),
                    in.int64(),
                    in.address(),
                    in.address());
        } catch (IllegalArgumentException outOfRange) {
            throw in.malformed("a number is out of range");
        }
    }
}
