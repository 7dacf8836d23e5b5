/** One shard at a time: sealed, sent to a miner and proven there, or fetched back and verified piece by piece. */
@NullMarked
package io.filetao.common.transfer;

import org.jspecify.annotations.NullMarked;
