/** Tells what the miner holds and how much more it would take. */
@NullMarked
package io.filetao.miner.inventory;

import org.jspecify.annotations.NullMarked;
