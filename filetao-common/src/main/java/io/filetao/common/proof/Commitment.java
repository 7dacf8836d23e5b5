package io.filetao.common.proof;

/** A Pedersen commitment as it travels: a compressed point of P-256, 33 bytes. It may be anything until it is checked. */
public final class Commitment extends FixedBytes {

    /** Size in bytes. */
    public static final int BYTES = 33;

    private Commitment(byte[] value) {
        super(value, BYTES);
    }

    static Commitment of(byte[] bytes) {
        return new Commitment(bytes);
    }
}
