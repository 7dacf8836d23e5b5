package io.filetao.common.proof;

import java.util.Arrays;
import java.util.HexFormat;

/** An sr25519 signature as it travels: 64 bytes that may be anything until they are checked. */
public final class Signature {

    /** Size in bytes. */
    public static final int BYTES = 64;

    private final byte[] value;

    private Signature(byte[] value) {
        this.value = value;
    }

    /**
     * Wraps a copy of the given 64 bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 64
     */
    public static Signature of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A signature has 64 bytes, not " + bytes.length);
        }
        return new Signature(bytes.clone());
    }

    /** A copy of the 64 bytes. */
    public byte[] bytes() {
        return this.value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature signature && Arrays.equals(this.value, signature.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(this.value);
    }
}
