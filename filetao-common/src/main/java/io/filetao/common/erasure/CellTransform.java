package io.filetao.common.erasure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A matrix over GF(2^8) applied to whole cells: {@code out_r = sum_c m_rc * in_c}, byte by byte.
 *
 * <p>Eight field elements are kept in a long. Of each input block the products with 1, 2, 4, … 128 are made once by repeated
 * doubling; an output adds those that the bits of its coefficient name. All outputs share that chain, and every loop is plain
 * XOR and shift over arrays that fit the first-level cache, which the compiler turns into vector instructions.
 */
public final class CellTransform {

    private static final int BLOCK_LONGS = 256;
    private static final int BLOCK_BYTES = BLOCK_LONGS * Long.BYTES;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long REDUCTION = 0x1d1d1d1d1d1d1d1dL;

    private final int[][] rows;
    private final int[] highestBit;

    CellTransform(int[][] rows) {
        this.rows = rows;
        this.highestBit = highestBits(rows);
    }

    /**
     * Computes all outputs.
     *
     * @param inputs one array per column of the matrix, read up to {@code length}
     * @param outputs one array per row, written up to {@code length}
     */
    public void apply(byte[][] inputs, byte[][] outputs, int length) {
        if (this.rows.length == 0) {
            return;
        }
        long[][] chain = new long[8][BLOCK_LONGS];
        long[][] sums = new long[this.rows.length][BLOCK_LONGS];
        for (int offset = 0; offset < length; offset += BLOCK_BYTES) {
            int bytes = Math.min(BLOCK_BYTES, length - offset);
            block(inputs, outputs, offset, bytes, chain, sums);
        }
    }

    private void block(
            byte[][] inputs,
            byte[][] outputs,
            int offset,
            int bytes,
            long[][] chain,
            long[][] sums) {
        for (int column = 0; column < inputs.length; column++) {
            load(inputs[column], offset, bytes, chain[0]);
            for (int bit = 1; bit <= this.highestBit[column]; bit++) {
                doubled(chain[bit - 1], chain[bit]);
            }
            for (int row = 0; row < this.rows.length; row++) {
                if (column == 0) {
                    Arrays.fill(sums[row], 0);
                }
                add(sums[row], chain, this.rows[row][column]);
            }
        }
        for (int row = 0; row < this.rows.length; row++) {
            MemorySegment.copy(
                    MemorySegment.ofArray(sums[row]),
                    ValueLayout.JAVA_BYTE,
                    0,
                    outputs[row],
                    offset,
                    bytes);
        }
    }

    private static void load(byte[] input, int offset, int bytes, long[] block) {
        MemorySegment.copy(
                input, offset, MemorySegment.ofArray(block), ValueLayout.JAVA_BYTE, 0, bytes);
    }

    private static void doubled(long[] in, long[] out) {
        for (int i = 0; i < BLOCK_LONGS; i++) {
            long word = in[i];
            long high = word & HIGH_BITS;
            out[i] = ((word & LOW_BITS) << 1) ^ ((high - (high >>> 7)) & REDUCTION);
        }
    }

    /** Adds the powers named by the coefficient's bits, up to four in one pass over the sum. */
    private static void add(long[] sum, long[][] chain, int coefficient) {
        int bits = coefficient;
        while (bits != 0) {
            long[] a = chain[Integer.numberOfTrailingZeros(bits)];
            bits &= bits - 1;
            if (bits == 0) {
                add(sum, a);
                return;
            }
            long[] b = chain[Integer.numberOfTrailingZeros(bits)];
            bits &= bits - 1;
            if (bits == 0) {
                add(sum, a, b);
                return;
            }
            long[] c = chain[Integer.numberOfTrailingZeros(bits)];
            bits &= bits - 1;
            if (bits == 0) {
                add(sum, a, b, c);
                return;
            }
            long[] d = chain[Integer.numberOfTrailingZeros(bits)];
            bits &= bits - 1;
            add(sum, a, b, c, d);
        }
    }

    private static void add(long[] sum, long[] a) {
        for (int i = 0; i < BLOCK_LONGS; i++) {
            sum[i] ^= a[i];
        }
    }

    private static void add(long[] sum, long[] a, long[] b) {
        for (int i = 0; i < BLOCK_LONGS; i++) {
            sum[i] ^= a[i] ^ b[i];
        }
    }

    private static void add(long[] sum, long[] a, long[] b, long[] c) {
        for (int i = 0; i < BLOCK_LONGS; i++) {
            sum[i] ^= a[i] ^ b[i] ^ c[i];
        }
    }

    private static void add(long[] sum, long[] a, long[] b, long[] c, long[] d) {
        for (int i = 0; i < BLOCK_LONGS; i++) {
            sum[i] ^= a[i] ^ b[i] ^ c[i] ^ d[i];
        }
    }

    private static int[] highestBits(int[][] rows) {
        int[] highest = new int[rows.length == 0 ? 0 : rows[0].length];
        for (int[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                if (row[column] != 0) {
                    highest[column] =
                            Math.max(
                                    highest[column],
                                    31 - Integer.numberOfLeadingZeros(row[column]));
                }
            }
        }
        return highest;
    }
}
