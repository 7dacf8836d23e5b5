/** Each miner's record of successes: what decides its tier, its score and how much it may hold. */
@NullMarked
package io.filetao.common.stats;

import org.jspecify.annotations.NullMarked;
