package io.filetao.common.proof;

/** The name of one attempt to store a shard, called {@code rid}: 16 random bytes, new for every retry, repair, move and re-seal. */
public final class ShardId extends RandomId<ShardId> {

    public ShardId(long high, long low) {
        super(high, low);
    }

    /** A new name. */
    public static ShardId random() {
        return new ShardId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /**
     * Reads 16 bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 16
     */
    public static ShardId of(byte[] bytes) {
        return of(bytes, ShardId::new);
    }

    /**
     * Reads 32 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static ShardId parse(String hex) {
        return parse(hex, ShardId::of);
    }
}
