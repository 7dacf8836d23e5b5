package io.filetao.common.index;

/** What the index knows of a shard that a miner asks about. */
public enum ShardStatus {
    /** It belongs to no recorded file and to no upload that goes on. */
    UNKNOWN,
    /** It belongs to a recorded file. */
    COMMITTED,
    /** Its upload goes on, or ended so recently that nothing can be said yet. */
    PENDING
}
