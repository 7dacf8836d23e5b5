package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Computes {@code T_ti = f_ti + sum_j al_tj m_ij} in one pass: sums while the blocks stream by, masks at the end. */
final class TagSums {

    private static final int WORDS = ShardGeometry.BLOCK_WORDS;
    private static final int MASK_BYTES = Field.TAGS * AesCtr.BLOCK_BYTES;

    private final PairKey key;
    private final long[] sums;
    private final int[] words = new int[WORDS];
    private int filled;

    TagSums(PairKey key, int blocks) {
        this.key = key;
        this.sums = new long[Field.TAGS * blocks];
    }

    /** Adds whole blocks. */
    void update(byte[] data, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = offset; at < offset + length; at += ShardGeometry.BLOCK_BYTES) {
            in.position(at).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(this.words);
            for (int t = 0; t < Field.TAGS; t++) {
                this.sums[this.filled++] = dot(this.key.alpha(t), this.words);
            }
        }
    }

    /** Adds the masks that are bound to the root. */
    Tags finish(ShardId rid, Hash root) {
        AesCtr stream = this.key.masks(rid, root);
        byte[] chunk = new byte[MASK_BYTES];
        ByteBuffer masks = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < this.sums.length; at += Field.TAGS) {
            stream.keystream(chunk, 0, chunk.length);
            masks.rewind();
            for (int t = 0; t < Field.TAGS; t++) {
                long mask =
                        Field.reduce(
                                masks.getInt(), masks.getInt(), masks.getInt(), masks.getInt());
                this.sums[at + t] = Field.add(this.sums[at + t], mask);
            }
        }
        return Tags.of(this.sums);
    }

    private static long dot(int[] coefficients, int[] words) {
        long low = 0;
        long high = 0;
        for (int j = 0; j < WORDS; j++) {
            long product = coefficients[j] * (words[j] & 0xffffffffL);
            low += product & 0xffffffffL;
            high += product >>> 32;
        }
        return Field.join(low, high);
    }
}
