package io.filetao.miner.challenge;

import io.filetao.common.proof.ShardGeometry;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.SweptShards.SweptShard;
import io.filetao.common.proof.Tags;
import io.filetao.miner.shard.disk.ShardFile;
import java.io.IOException;

/** A shard's file as a sweep reads it. */
final class SweptFile implements SweptShard {

    private final ShardFile file;
    private final ShardGeometry geometry;

    SweptFile(ShardFile file) throws IOException {
        this.file = file;
        this.geometry = file.header().geometry();
    }

    @Override
    public int blocks() {
        return this.geometry.blocks();
    }

    @Override
    public void data(int block, int count, byte[] out) throws IOException {
        this.file.read(
                (long) block * ShardGeometry.BLOCK_BYTES,
                out,
                0,
                count * ShardGeometry.BLOCK_BYTES);
    }

    @Override
    public void tags(int block, int count, byte[] out) throws IOException {
        long first = ShardMeta.tagsOffset(this.geometry) + (long) block * Tags.BYTES;
        this.file.readMeta(first, out, 0, count * Tags.BYTES);
    }

    @Override
    public void close() throws IOException {
        this.file.close();
    }
}
