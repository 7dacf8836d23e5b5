package io.filetao.validator.chore;

import java.time.Duration;

/**
 * Work that recurs every so many blocks. Of all replicas one does it at a time, each slot is done at most once, and a slot that was
 * missed is not made up for.
 */
public interface Chore {

    /** Unique, in kebab case; names the lock, the slot, the metric's tag and the settings. */
    String name();

    /** Blocks of one slot, unless {@code filetao.validator.chores.<name>.every} says otherwise. */
    int everyBlocks();

    /** Time after which the thread is interrupted. */
    Duration timeout();

    /**
     * Does it once.
     *
     * @throws Exception is logged, counted and written to the events; it ends nothing but this run
     */
    ChoreOutcome run(Tick tick) throws Exception;
}
