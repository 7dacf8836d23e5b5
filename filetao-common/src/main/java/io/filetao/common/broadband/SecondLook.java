package io.filetao.common.broadband;

import io.filetao.common.index.ShardRecord;

/**
 * Asks the miner of a failed shard once more before the shard is rebuilt, so that one that was only away for a while costs no
 * traffic.
 */
@FunctionalInterface
public interface SecondLook {

    /** What failed stays failed. */
    SecondLook NONE = (cid, segment, shard) -> false;

    /** Whether the shard stands after all; its entry in the index says so then. */
    boolean stands(String cid, int segment, ShardRecord failed);
}
