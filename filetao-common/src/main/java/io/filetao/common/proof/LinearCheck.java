package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;

/**
 * V2, {@code sg_t = sum_i nu_i f_ti + sum_j al_tj mu_j (mod p)} for every t. All four are always computed and compared
 * together, so that neither text nor time tells which failed.
 */
final class LinearCheck {

    private static final int MASK_BYTES = Field.TAGS * AesCtr.BLOCK_BYTES;
    private static final int CHUNK = 1024;
    private static final int LIMBS = 4;

    private final PairKey pair;
    private final LinearSums masks = new LinearSums(Field.TAGS * LIMBS);
    private final byte[] chunk = new byte[CHUNK * MASK_BYTES];

    LinearCheck(PairKey pair) {
        this.pair = pair;
    }

    /** Whether a challenge's answer fits a whole shard. */
    static boolean holds(PairKey pair, ShardTarget shard, Hash seed, Response response) {
        LinearCheck check = new LinearCheck(pair);
        AesCtr stream = pair.masks(shard.rid(), shard.root());
        Coefficients coefficients = new Coefficients(seed);
        int blocks = shard.geometry().blocks();
        for (int block = 0; block < blocks; block += CHUNK) {
            check.add(stream, block, coefficients.next(Math.min(CHUNK, blocks - block)));
        }
        return check.holds(response);
    }

    /** Adds the masks of blocks that follow each other in one shard, one for each coefficient. */
    void add(AesCtr stream, int firstBlock, int[] nu) {
        stream.seek((long) firstBlock * MASK_BYTES);
        for (int done = 0; done < nu.length; done += CHUNK) {
            int count = Math.min(CHUNK, nu.length - done);
            stream.keystream(this.chunk, 0, count * MASK_BYTES);
            this.masks.add(nu, done, count, this.chunk, 0);
        }
    }

    /** Whether the answer fits the masks added so far. */
    boolean holds(Response response) {
        long[] mu = response.muElements();
        long[] sigma = response.sigmaElements();
        long[] limbs = this.masks.result();
        long difference = 0;
        for (int t = 0; t < Field.TAGS; t++) {
            long expected =
                    Field.join(
                            limbs[LIMBS * t],
                            limbs[LIMBS * t + 1],
                            limbs[LIMBS * t + 2],
                            limbs[LIMBS * t + 3]);
            int[] alpha = this.pair.alpha(t);
            for (int j = 0; j < mu.length; j++) {
                expected = Field.add(expected, Field.reduce(alpha[j] * mu[j]));
            }
            difference |= expected ^ sigma[t];
        }
        return difference == 0;
    }
}
