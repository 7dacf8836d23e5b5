package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;

/**
 * The chain that ties each challenge of a shard to the one before: all that a validator keeps of its history.
 *
 * @param counter number of challenges linked so far
 * @param head C_counter; C_0 comes from the store
 */
public record SeedChain(int counter, Hash head) {

    /** The chain of a shard that was never challenged. */
    public static SeedChain start(Hash initial) {
        return new SeedChain(0, initial);
    }

    /** The chain after one more challenge. */
    public SeedChain link(Link link) {
        return new SeedChain(this.counter + 1, link.from(this.head));
    }

    /**
     * A chain that a miner follows whatever it has seen, for a validator that lost or repeated a verdict: it skips a
     * number, which the challenge's signature vouches for.
     *
     * @param minerCounter the counter that the miner reported
     */
    public SeedChain rebase(int minerCounter) {
        return new SeedChain(Math.max(this.counter, minerCounter) + 2, this.head);
    }
}
