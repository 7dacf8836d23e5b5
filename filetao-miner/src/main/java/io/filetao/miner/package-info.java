/** The miner program. */
@NullMarked
package io.filetao.miner;

import org.jspecify.annotations.NullMarked;
