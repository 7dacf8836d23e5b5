package io.filetao.common.proof;

import java.io.IOException;

/** The sealed bytes of a stored shard, readable at any place; usually a file. */
@FunctionalInterface
public interface SealedShard {

    /**
     * Fills part of an array from a place in the shard.
     *
     * @throws IOException when the bytes are not there or cannot be read
     */
    void read(long position, byte[] out, int offset, int length) throws IOException;
}
