/** Lets go of shards that nobody needs any more. */
@NullMarked
package io.filetao.miner.expiry;

import org.jspecify.annotations.NullMarked;
