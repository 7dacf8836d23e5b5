/** Serves pieces of shards with the proof of each. */
@NullMarked
package io.filetao.miner.retrieve;

import org.jspecify.annotations.NullMarked;
