package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.List;

/**
 * The miner's side of a store: hashes the sealed bytes as they arrive and, with the trailer, recomputes every
 * commitment, R, H(T) and C_0 itself before it signs for them. Whether the tags are sound only challenge 0 can show.
 */
public final class ShardReceiver {

    private final StoreOffer offer;
    private final ShardGeometry geometry;
    private final SegmentHasher hasher = new SegmentHasher();
    private final List<Hash> pieceRoots = new ArrayList<>();
    private final PieceBuffer pieces = new PieceBuffer(this::piece);

    /**
     * Starts with the offer.
     *
     * @throws ShardRefusedException when it is meant for another miner
     */
    public ShardReceiver(StoreOffer offer, Ss58Address self) throws ShardRefusedException {
        if (!offer.miner().equals(self)) {
            throw new ShardRefusedException(StoreRefusal.WRONG_MINER);
        }
        this.offer = offer;
        this.geometry = offer.geometry();
    }

    /**
     * Adds the next sealed bytes.
     *
     * @throws ShardRefusedException when there are more than the offer said
     */
    public void update(byte[] sealed, int offset, int length) throws ShardRefusedException {
        if (length > remaining()) {
            throw new ShardRefusedException(StoreRefusal.WRONG_LENGTH);
        }
        this.pieces.write(sealed, offset, length);
    }

    /** Sealed bytes that are still to come. */
    public long remaining() {
        return this.geometry.sealedLength() - this.pieces.total();
    }

    /**
     * Checks the trailer against the bytes.
     *
     * @return what to keep beside them
     * @throws ShardRefusedException when anything does not fit
     */
    public ShardMeta finish(StoreTrailer trailer) throws ShardRefusedException {
        require(remaining() == 0, StoreRefusal.WRONG_LENGTH);
        require(trailer.tags().blocks() == this.geometry.blocks(), StoreRefusal.WRONG_LENGTH);
        this.pieces.flush();
        PieceRoots roots = new PieceRoots(this.geometry, this.pieceRoots);
        GroupCommitments commitments =
                GroupCommitments.over(this.offer.rid(), roots.groupRoots(), trailer.blindingKey());
        require(commitments.root().equals(trailer.root()), StoreRefusal.WRONG_ROOT);
        Hash initial =
                ShardHeader.initial(
                        this.offer, trailer.root(), trailer.tags().hash(), trailer.key());
        require(initial.equals(trailer.initial()), StoreRefusal.WRONG_HEAD);
        ShardHeader header = trailer.header(this.offer);
        require(header.isSignedBy(trailer.signature()), StoreRefusal.BAD_SIGNATURE);
        return new ShardMeta(
                header,
                trailer.signature(),
                trailer.blindingKey(),
                trailer.key(),
                commitments,
                roots,
                trailer.tags());
    }

    private void piece(byte[] buffer, int length) {
        this.pieceRoots.add(this.hasher.piece(buffer, 0, length));
    }

    private static void require(boolean fits, StoreRefusal otherwise) throws ShardRefusedException {
        if (!fits) {
            throw new ShardRefusedException(otherwise);
        }
    }
}
