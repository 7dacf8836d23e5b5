package io.filetao.common.index;

import java.util.List;

/**
 * Part of what a miner holds.
 *
 * @param next what to ask for next, {@link #END} when nothing is left
 */
public record HeldPage(List<HeldShard> shards, int next) {

    /** The page to begin with. */
    public static final int FIRST = Integer.MAX_VALUE;

    /** There is no further page. */
    public static final int END = -1;

    public HeldPage {
        shards = List.copyOf(shards);
    }
}
