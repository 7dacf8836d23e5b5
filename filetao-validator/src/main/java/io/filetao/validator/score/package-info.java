/** From what miners did to where they stand: rewards, windows, tiers, weights. */
@NullMarked
package io.filetao.validator.score;

import org.jspecify.annotations.NullMarked;
