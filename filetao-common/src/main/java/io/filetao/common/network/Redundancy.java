package io.filetao.common.network;

/**
 * How many shards a segment is coded into, and how many must stand.
 *
 * @param n shards
 * @param k shards that give the segment back
 */
public record Redundancy(int n, int k) {

    public Redundancy {
        if (k < 1 || n < k || n > 255) {
            throw new IllegalArgumentException(
                    "A code needs 1 <= k <= n <= 255, not k=" + k + ", n=" + n);
        }
    }

    /** Proven shards at which a store is acknowledged: {@code k + ceil(2(n-k)/3)}. */
    public int acknowledgedAt() {
        return this.k + Math.ceilDiv(2 * (this.n - this.k), 3);
    }

    /** Proven shards at or below which a segment is endangered and repaired: {@code k + floor((n-k)/2)}. */
    public int repairedAt() {
        return this.k + (this.n - this.k) / 2;
    }
}
