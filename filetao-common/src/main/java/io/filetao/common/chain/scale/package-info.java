/** The bytes of a Substrate chain: SCALE values, storage keys, eras. */
@NullMarked
package io.filetao.common.chain.scale;

import org.jspecify.annotations.NullMarked;
