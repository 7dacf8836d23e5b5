package io.filetao.common.proof;

/** An sr25519 signature as it travels: 64 bytes that may be anything until they are checked. */
public final class Signature extends FixedBytes {

    /** Size in bytes. */
    public static final int BYTES = 64;

    private Signature(byte[] value) {
        super(value, BYTES);
    }

    /**
     * Wraps a copy of the given 64 bytes.
     *
     * @throws IllegalArgumentException when there are not exactly 64
     */
    public static Signature of(byte[] bytes) {
        return new Signature(bytes);
    }
}
