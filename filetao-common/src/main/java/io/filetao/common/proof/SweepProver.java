package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import java.io.IOException;

/** The miner's side of a sweep. */
public final class SweepProver {

    private static final int BLOCKS_AT_ONCE = ShardGeometry.BLOCKS_PER_PIECE;

    private final Signer miner;

    public SweepProver(Signer miner) {
        this.miner = miner;
    }

    /** Both moves of a sweep. */
    public record Prepared(SweepAnswer answer, SweepOpening opening) {}

    /**
     * Reads the blocks that the sweep names and commits to their combination.
     *
     * @throws IOException when one of them is not there
     */
    public Prepared answer(Sweep sweep, SweptShards shards) throws IOException {
        Hash seed = sweep.seed();
        Coefficients coefficients = new Coefficients(seed);
        LinearSums mu = new LinearSums(ShardGeometry.BLOCK_WORDS);
        TagCombination sigma = new TagCombination();
        byte[] data = new byte[BLOCKS_AT_ONCE * ShardGeometry.BLOCK_BYTES];
        byte[] tags = new byte[BLOCKS_AT_ONCE * Tags.BYTES];
        for (Sweep.Range range : sweep.ranges()) {
            try (SweptShards.SweptShard shard = shards.open(range.rid())) {
                if (range.block() + range.count() > shard.blocks()) {
                    throw new IOException(
                            "The sweep names blocks that shard " + range.rid() + " does not have");
                }
                for (int done = 0; done < range.count(); done += BLOCKS_AT_ONCE) {
                    int count = Math.min(BLOCKS_AT_ONCE, range.count() - done);
                    shard.data(range.block() + done, count, data);
                    shard.tags(range.block() + done, count, tags);
                    int[] nu = coefficients.next(count);
                    mu.add(nu, 0, count, data, 0);
                    sigma.add(nu, tags);
                }
            }
        }
        Response response = Response.of(mu.result(), sigma.result());
        Commitment commitment = response.commit(SweepOpening.message(sweep, seed, response));
        return new Prepared(
                SweepAnswer.sign(sweep, commitment, this.miner), new SweepOpening(seed, response));
    }
}
