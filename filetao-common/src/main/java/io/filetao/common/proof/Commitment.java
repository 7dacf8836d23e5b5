package io.filetao.common.proof;

import java.util.Arrays;
import java.util.HexFormat;

/** A Pedersen commitment as it travels: a compressed point of P-256, 33 bytes. It may be anything until it is checked. */
public final class Commitment {

    /** Size in bytes. */
    public static final int BYTES = 33;

    private final byte[] value;

    private Commitment(byte[] value) {
        this.value = value;
    }

    static Commitment of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A compressed point has 33 bytes");
        }
        return new Commitment(bytes.clone());
    }

    /** A copy of the 33 bytes. */
    public byte[] bytes() {
        return this.value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Commitment point && Arrays.equals(this.value, point.value);
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
