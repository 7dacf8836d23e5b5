package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.math.BigInteger;
import java.util.Arrays;

/** Which segments a challenge wants to see. */
final class Spots {

    /** Segments opened for each challenge. */
    static final int COUNT = 2;

    private Spots() {}

    static int[] of(Hash beacon, Hash pi, ShardId rid, int segments) {
        byte[] digest = HashInput.of("spot").add(beacon).add(pi).add(rid).hash().bytes();
        int[] spots = new int[COUNT];
        int part = digest.length / COUNT;
        for (int s = 0; s < COUNT; s++) {
            byte[] half = Arrays.copyOfRange(digest, s * part, (s + 1) * part);
            spots[s] = new BigInteger(1, half).mod(BigInteger.valueOf(segments)).intValue();
        }
        return spots;
    }
}
