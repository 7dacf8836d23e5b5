package io.filetao.common.proof;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;

/** Shards in memory, read as a miner's disk is. */
record HeldShards(Map<ShardId, Samples.Stored> held) implements SweptShards {

    @Override
    public SweptShard open(ShardId rid) throws IOException {
        Samples.Stored stored = this.held.get(rid);
        if (stored == null) {
            throw new FileNotFoundException(rid.hex());
        }
        byte[] meta = stored.meta().encode();
        int tags = ShardMeta.tagsOffset(stored.meta().header().geometry());
        return new SweptShard() {

            @Override
            public int blocks() {
                return stored.sealed().length / ShardGeometry.BLOCK_BYTES;
            }

            @Override
            public void data(int block, int count, byte[] out) {
                System.arraycopy(stored.sealed(), 4096 * block, out, 0, 4096 * count);
            }

            @Override
            public void tags(int block, int count, byte[] out) {
                System.arraycopy(meta, tags + 17 * block, out, 0, 17 * count);
            }

            @Override
            public void close() {}
        };
    }
}
