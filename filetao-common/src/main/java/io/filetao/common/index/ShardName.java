package io.filetao.common.index;

/**
 * A shard as its miner knows it from the signed header.
 *
 * @param fileId 16 random bytes as 32 hex digits
 * @param rid 16 random bytes as 32 hex digits
 */
public record ShardName(String fileId, String rid) {}
