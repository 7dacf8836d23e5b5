package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;

/**
 * What must be known of a shard to check its bytes: all of it stands in the index.
 *
 * @param gen generation of the validator's keys
 * @param length L, bytes before padding
 * @param root R
 */
public record ShardTarget(ShardId rid, Ss58Address miner, int gen, long length, Hash root) {

    public ShardTarget {
        new ShardGeometry(length).blocks();
    }

    public static ShardTarget of(ShardHeader header) {
        return new ShardTarget(
                header.rid(),
                header.miner(),
                header.offer().gen(),
                header.offer().length(),
                header.root());
    }

    public ShardGeometry geometry() {
        return new ShardGeometry(this.length);
    }
}
