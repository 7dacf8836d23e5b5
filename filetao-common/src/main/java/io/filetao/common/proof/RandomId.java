package io.filetao.common.proof;

import io.filetao.common.crypto.HashField;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A name of 16 random bytes, ordered as an unsigned big-endian number.
 *
 * @param <I> the kind of name
 */
abstract class RandomId<I extends RandomId<I>> implements Comparable<I>, HashField {

    /** Size in bytes. */
    public static final int BYTES = 16;

    static final SecureRandom RANDOM = new SecureRandom();

    private final long high;
    private final long low;

    RandomId(long high, long low) {
        this.high = high;
        this.low = low;
    }

    static <I> I of(byte[] bytes, Constructor<I> constructor) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("16 bytes are expected, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return constructor.of(in.getLong(), in.getLong());
    }

    static <I extends RandomId<I>> I parse(String hex, Function<byte[], I> of) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("32 hexadecimal digits are expected");
        }
        I id = of.apply(HexFormat.of().parseHex(hex));
        if (!id.hex().equals(hex)) {
            throw new IllegalArgumentException("Hexadecimal digits are written in lower case");
        }
        return id;
    }

    /** The first eight bytes as a big-endian number. */
    public long high() {
        return this.high;
    }

    /** The last eight bytes as a big-endian number. */
    public long low() {
        return this.low;
    }

    /** The 16 bytes. */
    @Override
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(this.high).putLong(this.low).array();
    }

    /** 32 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public int compareTo(I other) {
        int order = Long.compareUnsigned(this.high, other.high());
        return order != 0 ? order : Long.compareUnsigned(this.low, other.low());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RandomId<?> id
                && getClass() == id.getClass()
                && this.high == id.high
                && this.low == id.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(this.high) + Long.hashCode(this.low);
    }

    @Override
    public String toString() {
        return hex();
    }

    /** Makes a name of its two halves. */
    @FunctionalInterface
    interface Constructor<I> {
        I of(long high, long low);
    }
}
