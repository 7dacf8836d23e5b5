package io.filetao.miner.shard.disk;

import java.time.Instant;

/**
 * How far the pass over all shards has come.
 *
 * @param leaf the next of the 65,536 leaf directories; the number behind the last one between two passes
 * @param startedAt when the pass started
 */
public record ScrubPosition(int leaf, Instant startedAt) {

    static final int LEAVES = 1 << 16;

    /** A restart costs so many directories again at most. */
    private static final int KEPT_EVERY = 64;

    /** Before the first pass of all. */
    static final ScrubPosition NEVER = new ScrubPosition(LEAVES, Instant.EPOCH);

    public ScrubPosition {
        if (leaf < 0 || leaf > LEAVES) {
            throw new IllegalArgumentException("There is no leaf directory " + leaf);
        }
    }

    /** The begin of a pass. */
    public static ScrubPosition start(Instant now) {
        return new ScrubPosition(0, now);
    }

    public ScrubPosition next() {
        return new ScrubPosition(this.leaf + 1, this.startedAt);
    }

    public boolean isBetweenPasses() {
        return this.leaf == LEAVES;
    }

    /** Whether it has moved far enough to be written down. */
    public boolean isWorthKeeping() {
        return this.leaf % KEPT_EVERY == 0;
    }

    static ScrubPosition parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        return new ScrubPosition(Integer.parseInt(parts[0]), Instant.parse(parts[1]));
    }

    @Override
    public String toString() {
        return this.leaf + " " + this.startedAt;
    }
}
