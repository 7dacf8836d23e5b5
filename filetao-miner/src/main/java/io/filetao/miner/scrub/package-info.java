/** Reads every shard again now and then, so that a disk's faults are known before anybody asks for the bytes. */
@NullMarked
package io.filetao.miner.scrub;

import org.jspecify.annotations.NullMarked;

