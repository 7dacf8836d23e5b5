/** Whose requests the miner answers. */
@NullMarked
package io.filetao.miner.admission;

import org.jspecify.annotations.NullMarked;
