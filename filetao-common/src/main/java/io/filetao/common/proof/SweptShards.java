package io.filetao.common.proof;

import java.io.Closeable;
import java.io.IOException;

/** A miner's inventory as a sweep reads it. */
@FunctionalInterface
public interface SweptShards {

    /**
     * Opens one shard.
     *
     * @throws IOException when it is not held, is held for another validator than the one that asks, or cannot be read
     */
    SweptShard open(ShardId rid) throws IOException;

    /** One open shard. */
    interface SweptShard extends Closeable {

        /** Blocks of the shard. */
        int blocks();

        /** Reads whole blocks, 4,096 bytes each, from the sealed bytes. */
        void data(int block, int count, byte[] out) throws IOException;

        /** Reads the blocks' tags, 17 bytes each, from {@link ShardMeta#tagsOffset} on. */
        void tags(int block, int count, byte[] out) throws IOException;
    }
}
