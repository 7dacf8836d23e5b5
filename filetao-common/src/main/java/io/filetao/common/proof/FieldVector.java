package io.filetao.common.proof;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Field elements as bytes: first the low 32 bits of each, little-endian, then the 33rd bits, eight to a byte from the
 * lowest bit up, unused bits zero. 1,024 elements take 4,224 bytes, four take 17.
 */
final class FieldVector {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private FieldVector() {}

    static int encodedLength(int count) {
        return 4 * count + (count + 7) / 8;
    }

    static void encode(long[] elements, int from, int count, byte[] out, int offset) {
        int top = offset + 4 * count;
        for (int i = 0; i < count; i++) {
            long element = elements[from + i];
            WORD.set(out, offset + 4 * i, (int) element);
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
            long word = (int) WORD.get(in, offset + 4 * i) & 0xffffffffL;
            elements[to + i] = word | (long) (in[top + i / 8] >>> (i & 7) & 1) << 32;
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
