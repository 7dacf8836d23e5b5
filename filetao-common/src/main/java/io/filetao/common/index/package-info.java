/** Which miner holds which shard of which file, and whose claim a file is. */
@NullMarked
package io.filetao.common.index;

import org.jspecify.annotations.NullMarked;
