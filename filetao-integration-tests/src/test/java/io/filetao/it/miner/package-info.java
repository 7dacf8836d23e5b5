/** The miner under load, as a process of its own. */
@NullMarked
package io.filetao.it.miner;

import org.jspecify.annotations.NullMarked;
