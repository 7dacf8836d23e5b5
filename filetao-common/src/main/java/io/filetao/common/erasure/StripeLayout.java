package io.filetao.common.erasure;

/**
 * How a segment of {@code size} bytes lies in k data shards.
 *
 * <p>The segment is cut into stripes of k cells of 64 KiB; data shard j holds cell j of every stripe, so that neighbouring
 * bytes lie in one shard and a range is read without decoding. The cells of the last stripe are as short as the rest allows:
 * {@code ceil(rest / k)} bytes, the last of them padded with zeros. Parity shards hold the parity cells at the same places. See
 * docs/spec/data-path.md.
 *
 * @param size bytes of the segment, 1 to 64 MiB
 * @param k number of data shards
 */
public record StripeLayout(int size, int k) {

    /** Most bytes of one segment. */
    public static final int MAX_SEGMENT_BYTES = 64 << 20;

    /** Bytes of a cell in every stripe but the last: one verified piece of a shard. */
    public static final int CELL_BYTES = 64 << 10;

    public StripeLayout {
        if (size < 1 || size > MAX_SEGMENT_BYTES) {
            throw new IllegalArgumentException(
                    "A segment has 1 to " + MAX_SEGMENT_BYTES + " bytes, not " + size);
        }
        if (k < 1 || k > ReedSolomon.MAX_SHARDS) {
            throw new IllegalArgumentException("A segment has 1 to 255 data shards, not " + k);
        }
    }

    /** Bytes of a stripe in every stripe but the last. */
    public int stripeBytes() {
        return this.k * CELL_BYTES;
    }

    /** Number of stripes. */
    public int stripes() {
        return Math.ceilDiv(this.size, stripeBytes());
    }

    /** L, bytes of every shard. */
    public int shardLength() {
        int last = stripes() - 1;
        return last * CELL_BYTES + cellLength(last);
    }

    /** Bytes of each cell of a stripe. */
    public int cellLength(int stripe) {
        return Math.ceilDiv(stripeLength(stripe), this.k);
    }

    /** Segment bytes in a stripe. */
    public int stripeLength(int stripe) {
        return Math.min(stripeBytes(), this.size - stripe * stripeBytes());
    }

    /** Where a stripe's cell starts in its shard. */
    public int cellOffset(int stripe) {
        return stripe * CELL_BYTES;
    }

    /** Segment bytes that data cell {@code number} of a stripe holds; the rest of the cell is zeros. */
    public int dataLength(int stripe, int number) {
        int cell = cellLength(stripe);
        return Math.clamp((long) stripeLength(stripe) - (long) number * cell, 0, cell);
    }

    /** The stripe in which a byte of the segment lies. */
    public int stripeOf(int offset) {
        return offset / stripeBytes();
    }
}
