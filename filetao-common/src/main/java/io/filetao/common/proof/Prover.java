package io.filetao.common.proof;

import io.filetao.common.wallet.Signer;
import java.io.IOException;
import java.util.Arrays;

/**
 * The miner's side of a challenge: one pass over the whole shard, 64 KiB at a time. It answers what it is asked;
 * whether to answer at all is for {@link ProverChain} to say.
 */
public final class Prover {

    private final Signer miner;

    public Prover(Signer miner) {
        this.miner = miner;
    }

    /**
     * Computes {@code mu_j = sum_i nu_i m_ij}, {@code sg_t = sum_i nu_i T_ti}, and commits to both.
     *
     * @return the answer to send now and the opening to send when it is asked for
     * @throws IOException when the shard cannot be read
     */
    public PreparedAnswer answer(Challenge challenge, ShardMeta meta, SealedShard data)
            throws IOException {
        ShardGeometry geometry = meta.header().geometry();
        Coefficients coefficients = new Coefficients(challenge.seed());
        int[] spots = challenge.spots(geometry);
        Spot[] shown = new Spot[spots.length];
        LinearSums mu = new LinearSums(ShardGeometry.BLOCK_WORDS);
        TagCombination sigma = new TagCombination();
        byte[] buffer = new byte[ShardGeometry.PIECE_BYTES];
        for (int piece = 0; piece < geometry.pieces(); piece++) {
            int length = geometry.pieceBytes(piece);
            data.read((long) piece * ShardGeometry.PIECE_BYTES, buffer, 0, length);
            int blocks = length / ShardGeometry.BLOCK_BYTES;
            int[] nu = coefficients.next(blocks);
            mu.add(nu, 0, blocks, buffer, 0);
            sigma.add(nu, meta.tags(), piece * ShardGeometry.BLOCKS_PER_PIECE);
            for (int s = 0; s < spots.length; s++) {
                if (spots[s] / ShardGeometry.SEGMENTS_PER_PIECE == piece) {
                    shown[s] = Spot.of(meta, spots[s], buffer, length);
                }
            }
        }
        Response response = Response.of(mu.result(), sigma.result());
        Commitment commitment =
                response.commit(response.message(challenge.rid(), challenge.seed()));
        return new PreparedAnswer(
                Answer.sign(challenge, commitment, this.miner),
                new Opening(challenge.rid(), challenge.number(), response, Arrays.asList(shown)));
    }
}
