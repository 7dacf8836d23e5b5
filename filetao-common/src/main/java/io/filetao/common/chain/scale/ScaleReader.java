package io.filetao.common.chain.scale;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads values in SCALE. Whatever the bytes hold, only {@link MalformedScaleException} is thrown, and nothing is allocated by a
 * length that the remaining bytes cannot fill.
 */
public final class ScaleReader {

    private final ByteBuffer bytes;

    public ScaleReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public int u8() {
        need(1);
        return this.bytes.get() & 0xff;
    }

    public int u16() {
        need(2);
        return this.bytes.getShort() & 0xffff;
    }

    public long u32() {
        need(4);
        return Integer.toUnsignedLong(this.bytes.getInt());
    }

    /** The bits of an unsigned number; print and compare it as such. */
    public long u64() {
        need(8);
        return this.bytes.getLong();
    }

    public BigInteger u128() {
        return unsigned(16);
    }

    /** One byte that is 0 or 1. */
    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new MalformedScaleException(value + " is not a boolean");
        }
        return value == 1;
    }

    /** A compact number, which must be written in its shortest form. */
    public BigInteger compact() {
        int first = u8();
        BigInteger value;
        int shortest;
        switch (first & 3) {
            case 0 -> {
                return BigInteger.valueOf(first >>> 2);
            }
            case 1 -> {
                value = BigInteger.valueOf(first >>> 2 | u8() << 6);
                shortest = 7;
            }
            case 2 -> {
                value = BigInteger.valueOf((first | (long) u8() << 8 | (long) u16() << 16) >>> 2);
                shortest = 15;
            }
            default -> {
                int length = (first >>> 2) + 4;
                value = unsigned(length);
                shortest = Math.max(31, 8 * length - 7);
            }
        }
        if (value.bitLength() < shortest) {
            throw new MalformedScaleException("A compact number is longer than it needs to be");
        }
        return value;
    }

    /** A compact number that fits into 31 bits, such as a length. */
    public int compactInt() {
        BigInteger value = compact();
        if (value.bitLength() > 31) {
            throw new MalformedScaleException("A length of " + value + " is too large");
        }
        return value.intValue();
    }

    /** The given number of bytes as they are. */
    public byte[] raw(int length) {
        need(length);
        byte[] raw = new byte[length];
        this.bytes.get(raw);
        return raw;
    }

    /** Bytes behind their number. */
    public byte[] byteVector() {
        return raw(compactInt());
    }

    /** A text in UTF-8 behind its number of bytes. */
    public String string() {
        try {
            CharBuffer text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(byteVector()));
            return text.toString();
        } catch (CharacterCodingException notText) {
            throw new MalformedScaleException("A text is not UTF-8");
        }
    }

    /**
     * Items behind their number. Each item must take at least one byte, so that a hostile number ends with the input.
     */
    public <T> List<T> vector(Function<ScaleReader, T> item) {
        int size = compactInt();
        if (size > this.bytes.remaining()) {
            throw new MalformedScaleException(
                    "A vector of "
                            + size
                            + " items does not fit into the "
                            + this.bytes.remaining()
                            + " bytes left");
        }
        List<T> items = new ArrayList<>(Math.min(size, 4096));
        for (int i = 0; i < size; i++) {
            items.add(item.apply(this));
        }
        return items;
    }

    /** Nothing, or a value behind a 1. */
    public <T> Optional<T> option(Function<ScaleReader, T> item) {
        return bool() ? Optional.of(item.apply(this)) : Optional.empty();
    }

    /** The index of an enum's variant, which must be one of the given number. */
    public int variant(int variants) {
        int index = u8();
        if (index >= variants) {
            throw new MalformedScaleException("There is no variant " + index + " of " + variants);
        }
        return index;
    }

    public int remaining() {
        return this.bytes.remaining();
    }

    /** Demands that nothing is left. */
    public void end() {
        if (this.bytes.hasRemaining()) {
            throw new MalformedScaleException(this.bytes.remaining() + " bytes too many");
        }
    }

    private BigInteger unsigned(int length) {
        byte[] littleEndian = raw(length);
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[i] = littleEndian[length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }

    private void need(int length) {
        if (length < 0 || this.bytes.remaining() < length) {
            throw new MalformedScaleException(
                    length + " bytes are expected, " + this.bytes.remaining() + " are left");
        }
    }
}
