/** Takes shards, commits them and lets them go. */
@NullMarked
package io.filetao.miner.store;

import org.jspecify.annotations.NullMarked;
