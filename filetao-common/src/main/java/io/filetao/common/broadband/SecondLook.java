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

    /**
     * Looks, if there is a reason to. The shard's entry in the index says what came of it.
     *
     * @return whether the miner was asked, so that the entry may be another one now
     */
    boolean look(String cid, int segment, ShardRecord failed);
}
