package io.filetao.common.proof;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The name of a file while it travels and on the miners' disks: 16 random bytes that say nothing about its content. */
public record FileId(long high, long low) implements Comparable<FileId> {

    /** Size in bytes. */
    public static final int BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new name. */
    public static FileId random() {
        return new FileId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /**
     * Reads 16 bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 16
     */
    public static FileId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("16 bytes are expected, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new FileId(in.getLong(), in.getLong());
    }

    /**
     * Reads 32 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static FileId parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("32 hexadecimal digits are expected");
        }
        FileId id = of(HexFormat.of().parseHex(hex));
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
    public int compareTo(FileId other) {
        int order = Long.compareUnsigned(this.high, other.high);
        return order != 0 ? order : Long.compareUnsigned(this.low, other.low);
    }

    @Override
    public String toString() {
        return hex();
    }
}
