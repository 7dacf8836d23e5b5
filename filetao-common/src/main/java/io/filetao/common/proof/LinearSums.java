package io.filetao.common.proof;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sums {@code sum_i nu_i * row_i mod p} over rows of 32-bit words, column by column. Low and high halves of the
 * products are added up apart and reduced once at the end: 2^31 rows fit.
 */
final class LinearSums {

    private final long[] low;
    private final long[] high;
    private final int[] row;

    LinearSums(int columns) {
        this.low = new long[columns];
        this.high = new long[columns];
        this.row = new int[columns];
    }

    /** Adds rows that follow each other in an array, one for each coefficient. */
    void add(int[] coefficients, int from, int count, byte[] rows, int offset) {
        ByteBuffer in = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            in.position(offset + 4 * this.row.length * i);
            in.asIntBuffer().get(this.row);
            add(coefficients[from + i], this.row, this.low, this.high);
        }
    }

    long[] result() {
        long[] sums = new long[this.low.length];
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Field.join(this.low[j], this.high[j]);
        }
        return sums;
    }

    private static void add(long coefficient, int[] row, long[] low, long[] high) {
        for (int j = 0; j < row.length; j++) {
            long product = coefficient * (row[j] & 0xffffffffL);
            low[j] += product & 0xffffffffL;
            high[j] += product >>> 32;
        }
    }
}
