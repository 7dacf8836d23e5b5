package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * V2, {@code sg_t = sum_i nu_i f_ti + sum_j al_tj mu_j (mod p)} for every t. All four are always computed and compared
 * together, so that neither text nor time tells which failed.
 */
final class LinearCheck {

    private static final int LIMBS = 4;
    private static final int COLUMNS = Field.TAGS * LIMBS;
    private static final int MASK_BYTES = Field.TAGS * AesCtr.BLOCK_BYTES;
    private static final int ROWS = 64;
    private static final int CHUNK = 16 * ROWS;
    private static final long WORD = 0xffffffffL;

    private final PairKey pair;
    private final byte[] chunk = new byte[CHUNK * MASK_BYTES];
    private final int[] words = new int[ROWS * COLUMNS];
    private final int[] spread = new int[ROWS * COLUMNS];
    private final long[] low = new long[ROWS * COLUMNS];
    private final long[] high = new long[ROWS * COLUMNS];

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
            for (int row = 0; row < count; row += ROWS) {
                addRows(nu, done + row, Math.min(ROWS, count - row), row * MASK_BYTES);
            }
        }
    }

    /** Multiplies the masks' 32-bit limbs, 64 blocks side by side; reduction waits until the end. */
    private void addRows(int[] nu, int from, int count, int offset) {
        ByteBuffer masks = ByteBuffer.wrap(this.chunk).order(ByteOrder.LITTLE_ENDIAN);
        masks.position(offset);
        masks.asIntBuffer().get(this.words, 0, count * COLUMNS);
        for (int i = 0; i < count; i++) {
            Arrays.fill(this.spread, i * COLUMNS, (i + 1) * COLUMNS, nu[from + i]);
        }
        multiplyAdd(this.spread, this.words, this.low, this.high, count * COLUMNS);
    }

    private static void multiplyAdd(int[] a, int[] b, long[] low, long[] high, int length) {
        for (int j = 0; j < length; j++) {
            long product = a[j] * (b[j] & WORD);
            low[j] += product & WORD;
            high[j] += product >>> 32;
        }
    }

    /** Whether the answer fits the masks added so far. */
    boolean holds(Response response) {
        long[] mu = response.muElements();
        long[] sigma = response.sigmaElements();
        long difference = 0;
        for (int t = 0; t < Field.TAGS; t++) {
            long expected =
                    Field.join(
                            limb(LIMBS * t),
                            limb(LIMBS * t + 1),
                            limb(LIMBS * t + 2),
                            limb(LIMBS * t + 3));
            long[] alpha = this.pair.alpha(t);
            for (int j = 0; j < alpha.length; j++) {
                long even = Field.reduce((alpha[j] & WORD) * mu[2 * j]);
                long odd = Field.reduce((alpha[j] >>> 32) * mu[2 * j + 1]);
                expected = Field.add(expected, Field.add(even, odd));
            }
            difference |= expected ^ sigma[t];
        }
        return difference == 0;
    }

    private long limb(int column) {
        long lowSum = 0;
        long highSum = 0;
        for (int j = column; j < this.low.length; j += COLUMNS) {
            lowSum += this.low[j];
            highSum += this.high[j];
        }
        return Field.join(lowSum, highSum);
    }
}
