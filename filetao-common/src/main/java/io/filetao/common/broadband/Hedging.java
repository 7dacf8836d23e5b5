package io.filetao.common.broadband;

import java.time.Duration;

/**
 * When another shard is fetched beside one that is slow, and how often. Every fetch puts a part of one into it, every hedge takes one out. So a slow
 * miner is hedged at once, but where everything is slow, since this node has more to do than it can, hedges do not make it still slower.
 * Thread-safe.
 */
final class Hedging {

    /** Hedges that one fetch pays for: never more than every fifth fetch is a hedge. */
    private static final double EARNED = 0.25;

    private static final double MOST = 64;

    private final long delayNanos;
    private double left = MOST;

    /**
     * @param delay how long a miner may hold up a stripe before another shard is fetched as well
     */
    Hedging(Duration delay) {
        this.delayNanos = delay.toNanos();
    }

    long delayNanos() {
        return this.delayNanos;
    }

    /** A fetch that is no hedge began. */
    synchronized void earn() {
        this.left = Math.min(MOST, this.left + EARNED);
    }

    /** Takes out as many hedges as there are, at most those wanted; answers how many. */
    synchronized int take(int wanted) {
        int taken = Math.clamp(wanted, 0, (int) this.left);
        this.left -= taken;
        return taken;
    }

    /** Puts back what was taken and not used. */
    synchronized void giveBack(int hedges) {
        this.left = Math.min(MOST, this.left + hedges);
    }
}
