package io.filetao.common.transfer;

import io.filetao.common.proof.FileId;

/**
 * Where a shard belongs.
 *
 * @param segment index of the segment in the file
 * @param number index of the shard in the segment, 0 to n-1
 */
public record ShardPosition(FileId fileId, int segment, int number, int k, int n) {}
