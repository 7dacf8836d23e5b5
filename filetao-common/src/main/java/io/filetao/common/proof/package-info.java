/** The proof of spacetime: shards sealed for one miner, committed, challenged, opened and verified. */
@NullMarked
package io.filetao.common.proof;

import org.jspecify.annotations.NullMarked;
