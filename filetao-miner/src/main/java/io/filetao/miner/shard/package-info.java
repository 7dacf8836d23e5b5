/** The shards that a miner holds: their files, their index, the space they take. */
@NullMarked
package io.filetao.miner.shard;

import org.jspecify.annotations.NullMarked;
