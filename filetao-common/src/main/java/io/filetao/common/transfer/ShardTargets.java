package io.filetao.common.transfer;

import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardTarget;

/** What of a recorded shard its proofs are checked against. */
public final class ShardTargets {

    private ShardTargets() {}

    public static ShardTarget of(ShardRecord shard) {
        return new ShardTarget(
                ShardId.parse(shard.rid()),
                shard.miner(),
                shard.gen(),
                shard.length(),
                shard.root());
    }
}
