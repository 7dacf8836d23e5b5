/** What a validator does round after round: store, challenge, retrieve, monitor, tiers, weights. */
@NullMarked
package io.filetao.validator.duty;

import org.jspecify.annotations.NullMarked;
