package io.filetao.common.proof;

/**
 * Arithmetic modulo the prime {@code p = 2^33 - 9}. Since {@code 2^33 = 9}, high bits fold down with one
 * multiplication and no division.
 */
final class Field {

    /** The prime. */
    static final long P = (1L << 33) - 9;

    /** Number of tags of a block. */
    static final int TAGS = 4;

    /** Bits of a coefficient, whose product with an element fits an unsigned long. */
    static final int COEFFICIENT_MASK = 0x7fffffff;

    private static final long LOW = (1L << 33) - 1;
    private static final long TWO_TO_64 = 2147483666L;
    private static final long TWO_TO_96 = 1073741914L;

    private Field() {}

    /** The canonical representative of an unsigned 64-bit number. */
    static long reduce(long unsigned) {
        long folded = (unsigned & LOW) + 9 * (unsigned >>> 33);
        long small = (folded & LOW) + 9 * (folded >>> 33);
        return small >= P ? small - P : small;
    }

    static long add(long a, long b) {
        long sum = a + b;
        return sum >= P ? sum - P : sum;
    }

    /** {@code low + 2^32 * high} of two unsigned 64-bit numbers. */
    static long join(long low, long high) {
        long shifted = reduce(reduce(reduce(high) << 31) << 1);
        return add(reduce(low), shifted);
    }

    /** {@code w0 + 2^32 w1 + 2^64 w2 + 2^96 w3} of four elements below p whose top ones were reduced. */
    static long join(long w0, long w1, long w2, long w3) {
        return add(add(w0, times32(w1)), add(times64(w2), times32(times64(w3))));
    }

    /** A 128-bit little-endian number, given as four words. */
    static long reduce(int w0, int w1, int w2, int w3) {
        return reduce(
                (w0 & 0xffffffffL)
                        + reduce(((long) w1) << 32)
                        + reduce((w2 & 0xffffffffL) * TWO_TO_64)
                        + reduce((w3 & 0xffffffffL) * TWO_TO_96));
    }

    private static long times32(long element) {
        return reduce(reduce(element << 31) << 1);
    }

    private static long times64(long element) {
        return times32(times32(element));
    }
}
