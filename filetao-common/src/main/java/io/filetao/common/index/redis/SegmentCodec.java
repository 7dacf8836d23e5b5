package io.filetao.common.index.redis;

import io.filetao.common.crypto.Hash;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A segment in bytes, as the scripts read it too; numbers are unsigned and big-endian.
 *
 * <pre>
 * header  12 bytes   format (1) 1 · k 1 · n 1 · 0 1 · size 4 · L 4
 * entry  124 bytes   number 1 · failed 1 · gen 2 · counter 4 · last proof (s) 4 · rid 16 · miner 32 · R 32 · C 32
 * </pre>
 *
 * <p>All shards of a segment have one length L. Why a shard failed stands beside the segment, because few ever do.
 */
final class SegmentCodec {

    static final int HEADER_BYTES = 12;
    static final int ENTRY_BYTES = 124;
    static final int RID_BYTES = 16;

    private static final int FORMAT = 1;
    private static final HexFormat HEX = HexFormat.of();

    private SegmentCodec() {}

    static byte[] encode(SegmentRecord segment) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + ENTRY_BYTES * segment.shards().size());
        long length = segment.shards().isEmpty() ? 0 : segment.shards().getFirst().length();
        out.put((byte) FORMAT);
        out.put(unsignedByte("k", segment.k()));
        out.put(unsignedByte("n", segment.n()));
        out.put((byte) 0);
        out.putInt(unsignedInt("size", segment.size()));
        out.putInt(unsignedInt("length", length));
        for (ShardRecord shard : segment.shards()) {
            if (shard.length() != length) {
                throw new IllegalArgumentException(
                        "All shards of a segment have one length, not "
                                + length
                                + " and "
                                + shard.length());
            }
            out.put(encode(shard));
        }
        return out.array();
    }

    static byte[] encode(ShardRecord shard) {
        if (shard.gen() < 0 || shard.gen() > 0xffff) {
            throw new IllegalArgumentException(
                    "A generation fits two bytes, unlike " + shard.gen());
        }
        return ByteBuffer.allocate(ENTRY_BYTES)
                .put(unsignedByte("number", shard.number()))
                .put((byte) (shard.failure() == null ? 0 : 1))
                .putShort((short) shard.gen())
                .putInt(shard.counter())
                .putInt(unsignedInt("time of the last proof", shard.lastProof().getEpochSecond()))
                .put(rid(shard.rid()))
                .put(shard.miner().publicKey())
                .put(shard.root().bytes())
                .put(shard.head().bytes())
                .array();
    }

    /**
     * Reads a segment.
     *
     * @param failures why the shard of a number failed
     */
    static SegmentRecord decode(byte[] bytes, IntFunction<@Nullable String> failures) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES
                || (bytes.length - HEADER_BYTES) % ENTRY_BYTES != 0
                || in.get() != FORMAT) {
            throw new IllegalStateException(
                    "A segment of " + bytes.length + " bytes in Redis is damaged");
        }
        int k = Byte.toUnsignedInt(in.get());
        int n = Byte.toUnsignedInt(in.get());
        in.get();
        long size = Integer.toUnsignedLong(in.getInt());
        long length = Integer.toUnsignedLong(in.getInt());
        List<ShardRecord> shards = new ArrayList<>((bytes.length - HEADER_BYTES) / ENTRY_BYTES);
        while (in.hasRemaining()) {
            shards.add(decodeShard(in, length, failures));
        }
        return new SegmentRecord(size, k, n, shards);
    }

    /** The numbers of a segment's shards that failed. */
    static List<Integer> failed(byte[] bytes) {
        List<Integer> failed = new ArrayList<>();
        for (int at = HEADER_BYTES; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
            if (bytes[at + 1] != 0) {
                failed.add(Byte.toUnsignedInt(bytes[at]));
            }
        }
        return failed;
    }

    private static ShardRecord decodeShard(
            ByteBuffer in, long length, IntFunction<@Nullable String> failures) {
        int number = Byte.toUnsignedInt(in.get());
        boolean failed = in.get() != 0;
        int gen = Short.toUnsignedInt(in.getShort());
        int counter = in.getInt();
        Instant lastProof = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
        String rid = HEX.formatHex(take(in, RID_BYTES));
        Ss58Address miner = Ss58Address.of(take(in, 32));
        Hash root = Hash.of(take(in, Hash.BYTES));
        Hash head = Hash.of(take(in, Hash.BYTES));
        String failure = failed ? failures.apply(number) : null;
        return new ShardRecord(
                number,
                rid,
                miner,
                gen,
                length,
                root,
                head,
                counter,
                lastProof,
                failed && failure == null ? "failed" : failure);
    }

    /** 16 bytes of a rid or file id in hex. */
    static byte[] rid(String hex) {
        byte[] bytes = HEX.parseHex(hex);
        if (bytes.length != RID_BYTES) {
            throw new IllegalArgumentException("An id has 32 hex digits, unlike " + hex);
        }
        return bytes;
    }

    static byte[] counter(ShardRecord shard) {
        return ByteBuffer.allocate(4).putInt(shard.counter()).array();
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte unsignedByte(String what, int value) {
        if (value < 0 || value > 0xff) {
            throw new IllegalArgumentException(
                    "The " + what + " of a shard fits one byte, unlike " + value);
        }
        return (byte) value;
    }

    private static int unsignedInt(String what, long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(
                    "The " + what + " of a segment fits four bytes, unlike " + value);
        }
        return (int) value;
    }
}
