/** Whether the miner can do its work, and why not. */
@NullMarked
package io.filetao.miner.health;

import org.jspecify.annotations.NullMarked;
