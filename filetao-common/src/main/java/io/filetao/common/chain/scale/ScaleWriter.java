package io.filetao.common.chain.scale;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values in SCALE, the encoding of Substrate chains. Integers are little-endian; unsigned 64-bit ones travel in a Java
 * {@code long} by their bits.
 *
 * <pre>
 * byte[] call = new ScaleWriter().u8(7).u8(0).u16(netuid).vector(uids, ScaleWriter::u16).bytes();
 * </pre>
 */
public final class ScaleWriter {

    private static final BigInteger MAX_COMPACT = BigInteger.ONE.shiftLeft(536);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What was written so far. */
    public byte[] bytes() {
        return this.out.toByteArray();
    }

    public ScaleWriter u8(int value) {
        return fixed(value, 1);
    }

    public ScaleWriter u16(int value) {
        return fixed(value, 2);
    }

    public ScaleWriter u32(long value) {
        return fixed(value, 4);
    }

    public ScaleWriter u64(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            this.out.write((int) (value >>> shift));
        }
        return this;
    }

    public ScaleWriter u128(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw new IllegalArgumentException(value + " does not fit into 128 bits");
        }
        return u64(value.longValue()).u64(value.shiftRight(64).longValue());
    }

    public ScaleWriter bool(boolean value) {
        this.out.write(value ? 1 : 0);
        return this;
    }

    /** A compact number; the value counts as unsigned. */
    public ScaleWriter compact(long value) {
        return compact(new BigInteger(Long.toUnsignedString(value)));
    }

    /** A compact number below 2^536: one, two or four bytes, or a byte with the length and as many bytes as needed. */
    public ScaleWriter compact(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(MAX_COMPACT) >= 0) {
            throw new IllegalArgumentException(value + " is no compact number");
        }
        int bits = value.bitLength();
        if (bits <= 6) {
            return fixed(value.longValue() << 2, 1);
        }
        if (bits <= 14) {
            return fixed(value.longValue() << 2 | 1, 2);
        }
        if (bits <= 30) {
            return fixed(value.longValue() << 2 | 2, 4);
        }
        int length = (bits + 7) / 8;
        this.out.write((length - 4) << 2 | 3);
        for (int i = 0; i < length; i++) {
            this.out.write(value.shiftRight(8 * i).intValue());
        }
        return this;
    }

    /** Bytes as they are: a hash, an account, an encoded value. */
    public ScaleWriter raw(byte[] bytes) {
        this.out.writeBytes(bytes);
        return this;
    }

    /** Bytes behind their number. */
    public ScaleWriter byteVector(byte[] bytes) {
        return compact(bytes.length).raw(bytes);
    }

    /** A text in UTF-8 behind its number of bytes. */
    public ScaleWriter string(String text) {
        return byteVector(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Items behind their number. */
    public <T> ScaleWriter vector(List<T> items, BiConsumer<ScaleWriter, T> item) {
        compact(items.size());
        for (T value : items) {
            item.accept(this, value);
        }
        return this;
    }

    /** Nothing, or a value behind a 1. */
    public <T> ScaleWriter option(@Nullable T value, BiConsumer<ScaleWriter, T> item) {
        if (value == null) {
            return u8(0);
        }
        u8(1);
        item.accept(this, value);
        return this;
    }

    private ScaleWriter fixed(long value, int bytes) {
        if (value < 0 || value >>> 8 * bytes != 0) {
            throw new IllegalArgumentException(value + " does not fit into " + bytes + " bytes");
        }
        for (int i = 0; i < bytes; i++) {
            this.out.write((int) (value >>> 8 * i));
        }
        return this;
    }
}
