/** Proves that shards are held, when their validator asks. */
@NullMarked
package io.filetao.miner.challenge;

import org.jspecify.annotations.NullMarked;
