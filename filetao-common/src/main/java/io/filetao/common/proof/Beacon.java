package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;

/**
 * Public randomness that nobody chose: a finalised block of the chain.
 *
 * @param height number of the block, a multiple of {@link #INTERVAL}
 * @param hash b, the block's hash
 */
public record Beacon(long height, Hash hash) {

    /** Only every third block counts, so that nodes a block apart agree. */
    public static final int INTERVAL = 3;

    /**
     * Accepts heights that count.
     *
     * @throws IllegalArgumentException for any other height
     */
    public Beacon {
        if (height < 0 || height % INTERVAL != 0) {
            throw new IllegalArgumentException(
                    "A beacon's height is a multiple of " + INTERVAL + ", not " + height);
        }
    }

    /** Height of the beacon that a finalised block of this height gives. */
    public static long heightFor(long finalised) {
        return finalised - finalised % INTERVAL;
    }

    static Beacon read(MessageReader in) throws MalformedMessageException {
        long height = in.int64();
        if (height % INTERVAL != 0) {
            throw in.malformed("the height does not count as a beacon");
        }
        return new Beacon(height, in.hash());
    }

    void write(MessageWriter out) {
        out.int64(this.height).hash(this.hash);
    }
}
