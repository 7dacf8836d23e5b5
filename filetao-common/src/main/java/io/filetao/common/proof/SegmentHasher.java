package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Hashes segments and tree nodes with one digest object and without garbage. Leaf = {@code H(0x00, segment)}, node =
 * {@code H(0x01, left, right)}; the prefixes cost no extra round of SHA-256. The digest is given whole blocks of 64 bytes, since
 * one that it has to fill up in its own buffer costs it as much as half a block more. Not safe for use by several threads.
 */
final class SegmentHasher {

    private static final int SEGMENT = ShardGeometry.SEGMENT_BYTES;
    private static final int SIZE = Hash.BYTES;
    private static final int PREFIX = 9;
    private static final int BLOCK = 64;

    /** Bytes of a segment that share a block with the prefix. */
    private static final int HEAD = BLOCK - PREFIX;

    private static final int LEFT = PREFIX;
    private static final int RIGHT = LEFT + SIZE + 4;

    private final MessageDigest digest = Hash.newSha256();
    private final byte[] first = new byte[BLOCK];
    private final byte[] pair = new byte[RIGHT + SIZE];
    private final byte[] level = new byte[ShardGeometry.SEGMENTS_PER_PIECE * SIZE];

    SegmentHasher() {
        this.first[3] = 1;
        this.first[PREFIX - 2] = SEGMENT >>> 8;
        this.pair[3] = 1;
        this.pair[4] = 1;
        this.pair[LEFT - 1] = SIZE;
        this.pair[RIGHT - 1] = SIZE;
    }

    Hash leaf(byte[] data, int offset) {
        byte[] out = new byte[SIZE];
        leaf(data, offset, out, 0);
        return Hash.of(out);
    }

    Hash node(Hash left, Hash right) {
        System.arraycopy(left.bytes(), 0, this.pair, LEFT, SIZE);
        System.arraycopy(right.bytes(), 0, this.pair, RIGHT, SIZE);
        this.digest.update(this.pair);
        return Hash.of(this.digest.digest());
    }

    /** Root of the tree over a piece: whole segments, at most 64 KiB. */
    Hash piece(byte[] data, int offset, int length) {
        int count = length / SEGMENT;
        for (int i = 0; i < count; i++) {
            leaf(data, offset + i * SEGMENT, this.level, i * SIZE);
        }
        while (count > 1) {
            int parents = count / 2;
            for (int i = 0; i < parents; i++) {
                System.arraycopy(this.level, 2 * i * SIZE, this.pair, LEFT, SIZE);
                System.arraycopy(this.level, (2 * i + 1) * SIZE, this.pair, RIGHT, SIZE);
                this.digest.update(this.pair);
                finish(this.level, i * SIZE);
            }
            if (count % 2 == 1) {
                System.arraycopy(this.level, (count - 1) * SIZE, this.level, parents * SIZE, SIZE);
            }
            count = (count + 1) / 2;
        }
        return Hash.of(Arrays.copyOf(this.level, SIZE));
    }

    /** Writes the leaf of the segment that begins at {@code offset}. */
    void leaf(byte[] data, int offset, byte[] out, int outOffset) {
        System.arraycopy(data, offset, this.first, PREFIX, HEAD);
        this.digest.update(this.first);
        this.digest.update(data, offset + HEAD, SEGMENT - HEAD);
        finish(out, outOffset);
    }

    private void finish(byte[] out, int offset) {
        try {
            this.digest.digest(out, offset, SIZE);
        } catch (DigestException tooSmall) {
            throw new IllegalStateException("A hash has 32 bytes", tooSmall);
        }
    }
}
