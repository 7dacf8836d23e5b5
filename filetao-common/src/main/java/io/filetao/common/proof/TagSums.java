package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Computes {@code T_ti = f_ti + sum_j al_tj m_ij} in one pass: sums while the blocks stream by, masks at the end. */
final class TagSums {

    private static final int PAIRS = ShardGeometry.BLOCK_WORDS / 2;
    private static final int MASK_BYTES = Field.TAGS * AesCtr.BLOCK_BYTES;
    private static final int MASKS_AT_ONCE = 1024;
    private static final long WORD = 0xffffffffL;

    private final PairKey key;
    private final long[] sums;
    private final long[] pairs = new long[PAIRS];
    private int filled;

    TagSums(PairKey key, int blocks) {
        this.key = key;
        this.sums = new long[Field.TAGS * blocks];
    }

    /** Adds whole blocks. */
    void update(byte[] data, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = offset; at < offset + length; at += ShardGeometry.BLOCK_BYTES) {
            in.position(at);
            in.asLongBuffer().get(this.pairs);
            for (int t = 0; t < Field.TAGS; t++) {
                this.sums[this.filled++] = dot(this.key.alpha(t), this.pairs);
            }
        }
    }

    /** Adds the masks that are bound to the root. */
    Tags finish(ShardId rid, Hash root) {
        AesCtr stream = this.key.masks(rid, root);
        int blocks = Math.min(MASKS_AT_ONCE, this.sums.length / Field.TAGS);
        byte[] chunk = new byte[blocks * MASK_BYTES];
        ByteBuffer masks = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < this.sums.length; at++) {
            if (at % (Field.TAGS * blocks) == 0) {
                int left = (this.sums.length - at) * AesCtr.BLOCK_BYTES;
                stream.keystream(chunk, 0, Math.min(chunk.length, left));
                masks.rewind();
            }
            long mask =
                    Field.reduce(masks.getInt(), masks.getInt(), masks.getInt(), masks.getInt());
            this.sums[at] = Field.add(this.sums[at], mask);
        }
        return Tags.of(this.sums);
    }

    /**
     * Two words at a time. Written with masks and shifts, and one accumulator for each half of each product, so that
     * the compiler finds the 32-bit vector multiplication: adding the products first is three times slower.
     */
    private static long dot(long[] coefficients, long[] words) {
        long evenLow = 0;
        long evenHigh = 0;
        long oddLow = 0;
        long oddHigh = 0;
        for (int j = 0; j < PAIRS; j++) {
            long a = coefficients[j];
            long m = words[j];
            long even = (a & WORD) * (m & WORD);
            long odd = (a >>> 32) * (m >>> 32);
            evenLow += even & WORD;
            evenHigh += even >>> 32;
            oddLow += odd & WORD;
            oddHigh += odd >>> 32;
        }
        return Field.join(evenLow + oddLow, evenHigh + oddHigh);
    }
}
