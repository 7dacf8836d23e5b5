/** Shards as files: written durably, found by their name, checked when they are read; see {@code docs/spec/miner-disk.md}. */
@NullMarked
package io.filetao.miner.shard.disk;

import org.jspecify.annotations.NullMarked;
