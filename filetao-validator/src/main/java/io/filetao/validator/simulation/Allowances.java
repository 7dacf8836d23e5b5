package io.filetao.validator.simulation;

import io.filetao.validator.duty.RandomData;
import io.filetao.validator.duty.SyntheticBudget;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Sizes of synthetic shards and how many bytes of them each miner may still be sent. */
final class Allowances {

    private static final double MEDIAN = 256 * 1024;
    private static final double SIGMA = 1.5;
    private static final long MOST = 64L << 20;
    private static final long PER_DAY = 256L << 20;

    private final RandomGenerator random;
    private final long[] available;
    private final long[] at;

    Allowances(int miners, RandomGenerator random) {
        this.random = random;
        this.available = new long[miners];
        this.at = new long[miners];
        Arrays.fill(this.available, PER_DAY / 24);
    }

    /** Bytes of the next shard for a miner, 0 when it has had its share for now. */
    long draw(int uid, long block) {
        long now =
                SyntheticBudget.available(
                        this.available[uid],
                        SimulatedSubnet.BLOCK.multipliedBy(block - this.at[uid]),
                        PER_DAY);
        this.at[uid] = block;
        long bytes = now == 0 ? 0 : RandomData.size(this.random, MEDIAN, SIGMA, 1, MOST);
        boolean fits = bytes <= now;
        this.available[uid] = fits ? now - bytes : now;
        return fits ? bytes : 0;
    }
}
