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
        CheckedPieces pieces = new CheckedPieces(this.meta, this.data);
        ShardHeader header = this.meta.header();
        RetrievalChain chain = new RetrievalChain(header.rid(), seed, header.root());
        for (int piece = range.first(); piece <= range.last(); piece++) {
            int length = pieces.read(piece);
            if (range.startsGroup(piece)) {
                out.write(group(PieceRange.group(piece)));
            }
            for (Hash sibling : this.meta.pieceRoots().path(piece)) {
                out.write(sibling.bytes());
            }
            out.write(pieces.buffer(), 0, length);
            chain.add(piece, this.meta.pieceRoots().root(piece));
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
