package io.filetao.common.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** xxHash64, the fast hash with which Substrate spreads storage keys. It resists no attacker. */
public final class XxHash64 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private XxHash64() {}

    /** The hash of the input under a seed, as an unsigned number. */
    public static long hash(byte[] input, long seed) {
        int position = 0;
        long hash;
        if (input.length >= STRIPE) {
            long first = seed + PRIME_1 + PRIME_2;
            long second = seed + PRIME_2;
            long third = seed;
            long fourth = seed - PRIME_1;
            for (; position <= input.length - STRIPE; position += STRIPE) {
                first = round(first, (long) LONGS.get(input, position));
                second = round(second, (long) LONGS.get(input, position + 8));
                third = round(third, (long) LONGS.get(input, position + 16));
                fourth = round(fourth, (long) LONGS.get(input, position + 24));
            }
            hash =
                    Long.rotateLeft(first, 1)
                            + Long.rotateLeft(second, 7)
                            + Long.rotateLeft(third, 12)
                            + Long.rotateLeft(fourth, 18);
            hash = merge(hash, first);
            hash = merge(hash, second);
            hash = merge(hash, third);
            hash = merge(hash, fourth);
        } else {
            hash = seed + PRIME_5;
        }
        return avalanche(rest(hash + input.length, input, position));
    }

    private static long rest(long start, byte[] input, int from) {
        long hash = start;
        int position = from;
        for (; position <= input.length - Long.BYTES; position += Long.BYTES) {
            hash ^= round(0, (long) LONGS.get(input, position));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (position <= input.length - Integer.BYTES) {
            hash ^= Integer.toUnsignedLong((int) INTS.get(input, position)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            position += Integer.BYTES;
        }
        for (; position < input.length; position++) {
            hash ^= (input[position] & 0xff) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long value) {
        long hash = (value ^ value >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
