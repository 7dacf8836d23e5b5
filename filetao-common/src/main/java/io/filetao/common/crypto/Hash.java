package io.filetao.common.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A SHA-256 digest, or another value of exactly 32 bytes, compared by content. */
public final class Hash implements HashField, Comparable<Hash> {

    /** Size of a digest in bytes. */
    public static final int BYTES = 32;

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /**
     * Wraps a copy of the given 32 bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 32
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /**
     * Reads 64 hexadecimal digits, with or without {@code 0x} in front.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Hash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    }

    /** SHA-256 of the given bytes, one part after the other. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = newSha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /**
     * Reads hashes that stand one after the other, as {@link #join} writes them.
     *
     * @throws IllegalArgumentException when the last one is not whole
     */
    public static List<Hash> split(byte[] bytes) {
        if (bytes.length % BYTES != 0) {
            throw new IllegalArgumentException(
                    "Hashes have 32 bytes each, which %d is no multiple of"
                            .formatted(bytes.length));
        }
        List<Hash> hashes = new ArrayList<>(bytes.length / BYTES);
        for (int from = 0; from < bytes.length; from += BYTES) {
            hashes.add(new Hash(Arrays.copyOfRange(bytes, from, from + BYTES)));
        }
        return hashes;
    }

    /** The bytes of hashes, one after the other. */
    public static byte[] join(List<Hash> hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * BYTES);
        hashes.forEach(hash -> bytes.put(hash.value));
        return bytes.array();
    }

    /** A fresh SHA-256 digest of the JDK, for streaming. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-256", absent);
        }
    }

    /** A copy of the 32 bytes. */
    @Override
    public byte[] bytes() {
        return this.value.clone();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(this.value);
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(this.value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(this.value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
