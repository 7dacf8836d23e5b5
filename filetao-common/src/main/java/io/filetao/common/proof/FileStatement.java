package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.List;

/**
 * A validator's signed word which shards make up a file.
 *
 * @param digest SHA-256 of the file's bytes as stored, which its CID wraps
 * @param size bytes
 * @param contentRoot Merkle root over those bytes
 * @param beacon when it was said
 * @param signature the validator's, over {@code H("file", all fields before)}
 */
public record FileStatement(
        Ss58Address validator,
        FileId fileId,
        Hash digest,
        long size,
        Hash contentRoot,
        Beacon beacon,
        List<Segment> segments,
        Signature signature) {

    /** 64 TiB of full segments. */
    private static final int MAX_SEGMENTS = 1 << 20;

    public FileStatement {
        segments = List.copyOf(segments);
    }

    /**
     * One segment of the file.
     *
     * @param size bytes
     * @param k shards that give it back
     * @param n shards at full health
     */
    public record Segment(int size, int k, int n) {

        static final int BYTES = 8;
    }

    /** Signs a statement. */
    public static FileStatement sign(
            Signer validator,
            FileId fileId,
            Hash digest,
            long size,
            Hash contentRoot,
            Beacon beacon,
            List<Segment> segments) {
        Ss58Address address = validator.address();
        byte[] unsigned = unsigned(address, fileId, digest, size, contentRoot, beacon, segments);
        Signature signature = Signature.of(validator.sign(signed(unsigned)));
        return new FileStatement(
                address, fileId, digest, size, contentRoot, beacon, segments, signature);
    }

    /** Whether the validator that it names has signed it. */
    public boolean isSigned() {
        return SignatureCheck.SR25519.verify(this.validator, signed(unsigned()), this.signature);
    }

    static FileStatement read(MessageReader in) throws MalformedMessageException {
        if (in.u16() != MessageType.FILE_STATEMENT.code()) {
            throw in.malformed("it does not start with a file statement");
        }
        return new FileStatement(
                in.address(),
                FileId.of(in.bytes(FileId.BYTES)),
                in.hash(),
                in.int64(),
                in.hash(),
                Beacon.read(in),
                segments(in),
                in.signature());
    }

    void write(MessageWriter out) {
        out.bytes(unsigned()).signature(this.signature);
    }

    private static List<Segment> segments(MessageReader in) throws MalformedMessageException {
        int count = in.int32();
        if (count > MAX_SEGMENTS || (long) count * Segment.BYTES > in.remaining()) {
            throw in.malformed("it has too many segments");
        }
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(new Segment(in.int32(), in.u16(), in.u16()));
        }
        return segments;
    }

    private byte[] unsigned() {
        return unsigned(
                this.validator,
                this.fileId,
                this.digest,
                this.size,
                this.contentRoot,
                this.beacon,
                this.segments);
    }

    private static byte[] unsigned(
            Ss58Address validator,
            FileId fileId,
            Hash digest,
            long size,
            Hash contentRoot,
            Beacon beacon,
            List<Segment> segments) {
        MessageWriter out =
                new MessageWriter(MessageType.FILE_STATEMENT)
                        .address(validator)
                        .bytes(fileId.bytes())
                        .hash(digest)
                        .int64(size)
                        .hash(contentRoot);
        beacon.write(out);
        out.int32(segments.size());
        for (Segment segment : segments) {
            out.int32(segment.size()).u16(segment.k()).u16(segment.n());
        }
        return out.toBytes();
    }

    private static byte[] signed(byte[] unsigned) {
        return HashInput.of("file").add(unsigned).hash().bytes();
    }
}
