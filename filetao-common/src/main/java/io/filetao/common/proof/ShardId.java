package io.filetao.common.proof;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The name of one attempt to store a shard, called {@code rid}: 16 random bytes, new for every retry, repair, move and re-seal. */
public record ShardId(long high, long low) implements Comparable<ShardId> {

    /** Size in bytes. */
    public static final int BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

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
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("16 bytes are expected, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new ShardId(in.getLong(), in.getLong());
    }

    /**
     * Reads 32 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static ShardId parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("32 hexadecimal digits are expected");
        }
        ShardId id = of(HexFormat.of().parseHex(hex));
        if (!id.hex().equals(hex)) {
            throw new IllegalArgumentException("Hexadecimal digits are written in lower case");
        }
        return id;
    }

    /** The 16 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(this.high).putLong(this.low).array();
    }

    /** 32 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public int compareTo(ShardId other) {
        int order = Long.compareUnsigned(this.high, other.high);
        return order != 0 ? order : Long.compareUnsigned(this.low, other.low);
    }

    @Override
    public String toString() {
        return hex();
    }
}
