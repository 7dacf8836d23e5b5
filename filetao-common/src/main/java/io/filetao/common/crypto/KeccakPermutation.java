package io.filetao.common.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Keccak-f[1600] (FIPS 202, section 3.3) over a state of 200 bytes. Runs in constant time: no branch or index depends on data. */
final class KeccakPermutation {

    /** Size of the state in bytes. */
    static final int STATE_BYTES = 200;

    private static final VarHandle LANES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ROUNDS = 24;

    private static final long[] ROUND_CONSTANTS = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L,
        0x000000000000808BL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008AL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000AL,
        0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800AL, 0x800000008000000AL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
    };

    /** Where rho and pi move the lanes, in the order in which they displace each other, starting from lane 1. */
    private static final int[] PI_LANES = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private static final int[] RHO_OFFSETS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };

    private KeccakPermutation() {}

    /** Permutes the state in place. */
    static void permute(byte[] state) {
        long[] lanes = new long[25];
        for (int i = 0; i < 25; i++) {
            lanes[i] = (long) LANES.get(state, i * Long.BYTES);
        }
        long[] column = new long[5];
        for (int round = 0; round < ROUNDS; round++) {
            theta(lanes, column);
            rhoAndPi(lanes);
            chi(lanes, column);
            lanes[0] ^= ROUND_CONSTANTS[round];
        }
        for (int i = 0; i < 25; i++) {
            LANES.set(state, i * Long.BYTES, lanes[i]);
        }
    }

    private static void theta(long[] lanes, long[] column) {
        for (int x = 0; x < 5; x++) {
            column[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        }
        for (int x = 0; x < 5; x++) {
            long mask = column[(x + 4) % 5] ^ Long.rotateLeft(column[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5) {
                lanes[y + x] ^= mask;
            }
        }
    }

    private static void rhoAndPi(long[] lanes) {
        long moving = lanes[1];
        for (int i = 0; i < 24; i++) {
            int target = PI_LANES[i];
            long displaced = lanes[target];
            lanes[target] = Long.rotateLeft(moving, RHO_OFFSETS[i]);
            moving = displaced;
        }
    }

    private static void chi(long[] lanes, long[] row) {
        for (int y = 0; y < 25; y += 5) {
            System.arraycopy(lanes, y, row, 0, 5);
            for (int x = 0; x < 5; x++) {
                lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
