package io.filetao.common.proof;

/**
 * Field elements as bytes: first the low 32 bits of each, little-endian, then the 33rd bits, eight to a byte from the
 * lowest bit up, unused bits zero. 1,024 elements take 4,224 bytes, four take 17.
 */
final class FieldVector {

    private FieldVector() {}

    static int encodedLength(int count) {
        return 4 * count + (count + 7) / 8;
    }

    static void encode(long[] elements, int from, int count, byte[] out, int offset) {
        int top = offset + 4 * count;
        for (int i = 0; i < count; i++) {
            long element = elements[from + i];
            for (int b = 0; b < 4; b++) {
                out[offset + 4 * i + b] = (byte) (element >>> 8 * b);
            }
            out[top + i / 8] |= (byte) (element >>> 32 << (i & 7));
        }
    }

    static byte[] encode(long[] elements) {
        byte[] out = new byte[encodedLength(elements.length)];
        encode(elements, 0, elements.length, out, 0);
        return out;
    }

    /** Reads elements without judging them; see {@link #isCanonical}. */
    static void decode(byte[] in, int offset, int count, long[] elements, int to) {
        int top = offset + 4 * count;
        for (int i = 0; i < count; i++) {
            long element = (long) (in[top + i / 8] >>> (i & 7) & 1) << 32;
            for (int b = 0; b < 4; b++) {
                element |= (in[offset + 4 * i + b] & 0xffL) << 8 * b;
            }
            elements[to + i] = element;
        }
    }

    /** Whether every element is below p and every unused bit is zero. */
    static boolean isCanonical(byte[] in, int offset, int count) {
        int top = offset + 4 * count;
        if (count % 8 != 0 && (in[top + count / 8] & 0xff) >>> count % 8 != 0) {
            return false;
        }
        long[] elements = new long[count];
        decode(in, offset, count, elements, 0);
        for (long element : elements) {
            if (element >= Field.P) {
                return false;
            }
        }
        return true;
    }
}
