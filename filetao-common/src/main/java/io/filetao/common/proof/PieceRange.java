package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;

/**
 * A range of a shard's bytes and the pieces that it touches. The stream that serves it holds, for every group touched,
 * c_g, R_g, the blinding and the path from c_g to R; after each group, for every piece touched, the path from the
 * piece to R_g and the sealed bytes; at the end the retrieval chain. Its length follows from geometry and range.
 *
 * @param from first byte wanted
 * @param length bytes wanted, at least one
 */
public record PieceRange(ShardGeometry geometry, long from, long length) {

    static final int GROUP_FIXED_BYTES = Commitment.BYTES + Hash.BYTES + Scalar.BYTES;

    /**
     * Accepts a range inside the shard.
     *
     * @throws IllegalArgumentException when it reaches outside
     */
    public PieceRange {
        if (from < 0
                || length < 1
                || from >= geometry.length()
                || length > geometry.length() - from) {
            throw new IllegalArgumentException("The range lies outside the shard");
        }
    }

    /** Bytes of the stream that serves the range. */
    public long streamLength() {
        long bytes = Hash.BYTES;
        for (int piece = first(); piece <= last(); piece++) {
            if (startsGroup(piece)) {
                bytes += GROUP_FIXED_BYTES + (long) groupPathLength(piece) * Hash.BYTES;
            }
            bytes += (long) piecePathLength(piece) * Hash.BYTES + this.geometry.pieceBytes(piece);
        }
        return bytes;
    }

    int first() {
        return (int) (this.from / ShardGeometry.PIECE_BYTES);
    }

    int last() {
        return (int) ((this.from + this.length - 1) / ShardGeometry.PIECE_BYTES);
    }

    /** Whether the piece's group has not been announced yet in the stream. */
    boolean startsGroup(int piece) {
        return piece == first() || piece % ShardGeometry.PIECES_PER_GROUP == 0;
    }

    int groupPathLength(int piece) {
        return Merkle.pathLength(group(piece), this.geometry.groups());
    }

    int piecePathLength(int piece) {
        return Merkle.pathLength(
                piece % ShardGeometry.PIECES_PER_GROUP, this.geometry.piecesOf(group(piece)));
    }

    static int group(int piece) {
        return piece / ShardGeometry.PIECES_PER_GROUP;
    }
}
