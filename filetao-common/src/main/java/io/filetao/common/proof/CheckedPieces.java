package io.filetao.common.proof;

import java.io.IOException;

/** Reads a stored shard piece by piece, each compared with the root that was recorded when it arrived. */
final class CheckedPieces {

    private final ShardMeta meta;
    private final SealedShard data;
    private final SegmentHasher hasher = new SegmentHasher();
    private final byte[] buffer = new byte[ShardGeometry.PIECE_BYTES];

    CheckedPieces(ShardMeta meta, SealedShard data) {
        this.meta = meta;
        this.data = data;
    }

    /**
     * Reads a piece into the {@link #buffer}.
     *
     * @return its length in bytes
     * @throws DamagedShardException when it is not what was received
     */
    int read(int piece) throws IOException {
        int length = this.meta.header().geometry().pieceBytes(piece);
        this.data.read((long) piece * ShardGeometry.PIECE_BYTES, this.buffer, 0, length);
        if (!this.hasher.piece(this.buffer, 0, length).equals(this.meta.pieceRoots().root(piece))) {
            throw new DamagedShardException(this.meta.header().rid(), piece);
        }
        return length;
    }

    byte[] buffer() {
        return this.buffer;
    }
}
