/** Which shards a miner holds and which of them need attention when, in Redis; derived from the disk. */
@NullMarked
package io.filetao.miner.shard.redis;

import org.jspecify.annotations.NullMarked;
