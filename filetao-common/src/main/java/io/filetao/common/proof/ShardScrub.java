package io.filetao.common.proof;

import java.io.IOException;

/** Reads stored shards again before anybody asks for them, so that what a disk has changed is known in time to be repaired. */
public final class ShardScrub {

    private ShardScrub() {}

    /**
     * Compares every piece of a shard with the root recorded for it.
     *
     * @param read is told the bytes of each piece that was read, and may take its time
     * @throws DamagedShardException when a piece is not what was received
     */
    public static <X extends Exception> void run(ShardMeta meta, SealedShard data, Reading<X> read)
            throws IOException, X {
        CheckedPieces pieces = new CheckedPieces(meta, data);
        int count = meta.header().geometry().pieces();
        for (int piece = 0; piece < count; piece++) {
            read.piece(pieces.read(piece));
        }
    }

    /** Is told of every piece that was read. */
    @FunctionalInterface
    public interface Reading<X extends Exception> {

        void piece(int bytes) throws X;
    }
}
