package io.filetao.common.broadband;

import io.filetao.common.content.ContentRoot;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the index holds of a file, signed by its validator. The holders of its shards keep a copy, so that a validator that
 * lost its index finds everything again. See docs/spec/data-path.md for the bytes.
 *
 * @param validator who signs
 * @param issuedAt which of two copies is newer
 */
public record Manifest(
        Ss58Address validator, Instant issuedAt, FileRecord record, List<Claim> claims) {

    private static final int TYPE = 0x0210;
    private static final int SIGNATURE_BYTES = 64;
    private static final int MAX_TEXT_BYTES = 16 << 10;
    private static final int MAX_SHARDS = 255;
    private static final byte[] CONTEXT =
            "filetao-manifest/1\n".getBytes(StandardCharsets.US_ASCII);

    public Manifest {
        claims = List.copyOf(claims);
    }

    /** The binary form, which ends with the signature over all before it. */
    public byte[] sign(Signer signer) {
        if (!signer.address().equals(this.validator)) {
            throw new IllegalArgumentException("The manifest names another validator");
        }
        byte[] body = encode();
        byte[] signature = signer.sign(signed(body));
        byte[] all = Arrays.copyOf(body, body.length + SIGNATURE_BYTES);
        System.arraycopy(signature, 0, all, body.length, SIGNATURE_BYTES);
        return all;
    }

    /**
     * Reads a manifest and checks that the validator it names signed it.
     *
     * @throws MalformedMessageException when it is anything else
     */
    public static Manifest verify(byte[] bytes) throws MalformedMessageException {
        int length = bytes.length - SIGNATURE_BYTES;
        if (length < 0) {
            throw new MalformedMessageException("Not a valid manifest: it ends too early");
        }
        Manifest manifest = decode(ByteBuffer.wrap(bytes, 0, length));
        byte[] signature = Arrays.copyOfRange(bytes, length, bytes.length);
        if (!Signatures.verify(
                manifest.validator, signed(Arrays.copyOf(bytes, length)), signature)) {
            throw new MalformedMessageException("Not a valid manifest: its signature is wrong");
        }
        return manifest;
    }

    private static byte[] signed(byte[] body) {
        byte[] digest = Hash.sha256(body).bytes();
        byte[] message = Arrays.copyOf(CONTEXT, CONTEXT.length + digest.length);
        System.arraycopy(digest, 0, message, CONTEXT.length, digest.length);
        return message;
    }

    private byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE).address(this.validator);
        time(out, this.issuedAt);
        text(out, this.record.cid());
        out.bytes(FileId.parse(this.record.fileId()).bytes())
                .int64(this.record.size())
                .hash(this.record.contentRoot().hash())
                .int32(this.record.contentRoot().groups().size());
        this.record.contentRoot().groups().forEach(out::hash);
        time(out, this.record.createdAt());
        out.int32(this.record.segments().size());
        this.record.segments().forEach(segment -> segment(out, segment));
        out.int32(this.claims.size());
        this.claims.forEach(claim -> claim(out, claim));
        return out.toBytes();
    }

    private static Manifest decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "manifest");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        try {
            Ss58Address validator = in.address();
            Instant issuedAt = time(in);
            String cid = text(in);
            String fileId = FileId.of(in.bytes(FileId.BYTES)).hex();
            long size = in.int64();
            ContentRoot contentRoot = contentRoot(in, size);
            Instant createdAt = time(in);
            List<SegmentRecord> segments = new ArrayList<>();
            for (int left = in.int32(); left > 0; left--) {
                segments.add(segment(in));
            }
            List<Claim> claims = new ArrayList<>();
            for (int left = in.int32(); left > 0; left--) {
                claims.add(claim(in));
            }
            in.end();
            FileRecord record = new FileRecord(cid, fileId, size, contentRoot, createdAt, segments);
            return new Manifest(validator, issuedAt, record, claims);
        } catch (DateTimeException outOfRange) {
            throw in.malformed("a time is out of range");
        }
    }

    private static ContentRoot contentRoot(MessageReader in, long size)
            throws MalformedMessageException {
        Hash hash = in.hash();
        int count = in.int32();
        if (count < 0 || count > Math.ceilDiv(size, (long) ContentTree.GROUP_BYTES)) {
            throw in.malformed("its content has more groups than bytes for them");
        }
        List<Hash> groups = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            groups.add(in.hash());
        }
        return new ContentRoot(hash, groups);
    }

    private static void segment(MessageWriter out, SegmentRecord segment) {
        out.int64(segment.size()).u16(segment.k()).u16(segment.n()).u16(segment.shards().size());
        for (ShardRecord shard : segment.shards()) {
            out.u16(shard.number())
                    .shardId(ShardId.parse(shard.rid()))
                    .address(shard.miner())
                    .int32(shard.gen())
                    .int64(shard.length())
                    .hash(shard.root())
                    .hash(shard.head())
                    .int32(shard.counter());
            time(out, shard.lastProof());
            optional(out, shard.failure());
        }
    }

    private static SegmentRecord segment(MessageReader in) throws MalformedMessageException {
        long size = in.int64();
        int k = in.u16();
        int n = in.u16();
        int count = in.u16();
        if (count > MAX_SHARDS || n > MAX_SHARDS || k < 1 || k > n) {
            throw in.malformed("a segment has impossible numbers");
        }
        List<ShardRecord> shards = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            shards.add(
                    new ShardRecord(
                            in.u16(),
                            in.shardId().hex(),
                            in.address(),
                            in.int32(),
                            in.int64(),
                            in.hash(),
                            in.hash(),
                            in.int32(),
                            time(in),
                            optional(in)));
        }
        return new SegmentRecord(size, k, n, shards);
    }

    private static void claim(MessageWriter out, Claim claim) {
        text(out, claim.account());
        optional(out, claim.payload());
        optional(out, claim.name());
        text(out, claim.contentType());
        time(out, claim.createdAt());
        time(out, claim.expiresAt());
    }

    private static Claim claim(MessageReader in) throws MalformedMessageException {
        return new Claim(text(in), optional(in), optional(in), text(in), time(in), time(in));
    }

    private static void time(MessageWriter out, Instant time) {
        out.int64(time.toEpochMilli());
    }

    private static Instant time(MessageReader in) throws MalformedMessageException {
        return Instant.ofEpochMilli(in.int64());
    }

    private static void text(MessageWriter out, String text) {
        out.sized(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(MessageReader in) throws MalformedMessageException {
        return new String(in.sized(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
    }

    private static void optional(MessageWriter out, @Nullable String text) {
        out.flag(text != null);
        if (text != null) {
            text(out, text);
        }
    }

    private static @Nullable String optional(MessageReader in) throws MalformedMessageException {
        return in.flag() ? text(in) : null;
    }
}
