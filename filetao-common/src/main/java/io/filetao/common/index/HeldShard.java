package io.filetao.common.index;

/**
 * A shard that a miner holds, and the place in a file that it holds it for.
 *
 * @param rid 16 random bytes as 32 hex digits
 * @param segment index of the segment
 * @param number position in the segment's code
 */
public record HeldShard(String rid, String cid, int segment, int number) {}
