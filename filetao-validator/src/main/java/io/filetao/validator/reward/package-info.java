/** From outcome to reward, moving average, score, tier and weight (docs/spec/rewards.md). */
@NullMarked
package io.filetao.validator.reward;

import org.jspecify.annotations.NullMarked;
