package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.OutputStream;

/** The miner's side of a retrieval: serves pieces with the paths that tie them to R. See {@link PieceRange}. */
public final class PieceProver {

    private final ShardMeta meta;
    private final SealedShard data;

    public PieceProver(ShardMeta meta, SealedShard data) {
        this.meta = meta;
        this.data = data;
    }

    /**
     * Writes the stream that serves a range, piece by piece.
     *
     * @param seed fresh randomness of the reader
     * @throws DamagedShardException when a piece is not what was received; nothing of it is written
     */
    public void write(PieceRange range, Hash seed, OutputStream out) throws IOException {
        SegmentHasher hasher = new SegmentHasher();
        ShardHeader header = this.meta.header();
        RetrievalChain chain = new RetrievalChain(header.rid(), seed, header.root());
        byte[] buffer = new byte[ShardGeometry.PIECE_BYTES];
        for (int piece = range.first(); piece <= range.last(); piece++) {
            int length = range.geometry().pieceBytes(piece);
            this.data.read((long) piece * ShardGeometry.PIECE_BYTES, buffer, 0, length);
            Hash pieceRoot = this.meta.pieceRoots().root(piece);
            if (!hasher.piece(buffer, 0, length).equals(pieceRoot)) {
                throw new DamagedShardException(header.rid(), piece);
            }
            if (range.startsGroup(piece)) {
                out.write(group(PieceRange.group(piece)));
            }
            for (Hash sibling : this.meta.pieceRoots().path(piece)) {
                out.write(sibling.bytes());
            }
            out.write(buffer, 0, length);
            chain.add(piece, pieceRoot);
        }
        out.write(chain.value().bytes());
    }

    private byte[] group(int group) {
        MessageWriter out =
                new MessageWriter()
                        .commitment(this.meta.commitments().commitment(group))
                        .hash(this.meta.pieceRoots().groupRoot(group))
                        .scalar(GroupCommitments.blinding(this.meta.blindingKey(), group));
        this.meta.commitments().path(group).forEach(out::hash);
        return out.toBytes();
    }
}
