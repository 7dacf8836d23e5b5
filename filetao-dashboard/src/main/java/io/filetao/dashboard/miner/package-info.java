/** One miner: where it stands, and why. */
@NullMarked
package io.filetao.dashboard.miner;

import org.jspecify.annotations.NullMarked;

