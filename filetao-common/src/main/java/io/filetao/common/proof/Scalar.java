package io.filetao.common.proof;

import io.filetao.common.crypto.ExpandMessage;
import io.filetao.common.crypto.HashInput;
import java.math.BigInteger;
import java.security.SecureRandom;

/** An exponent of P-256: a number below the group order, 32 bytes big-endian. */
public record Scalar(BigInteger value) {

    static final int BYTES = 32;

    /** Bytes that are reduced to a scalar, so many that the result is as good as uniform. */
    private static final int SEED_BYTES = 48;

    private static final ExpandMessage TO_SCALAR = new ExpandMessage("FILETAO-V01-H2S");
    private static final BigInteger ORDER = Pedersen.ORDER;

    public Scalar {
        if (value.signum() < 0 || value.compareTo(ORDER) >= 0) {
            throw new IllegalArgumentException("A scalar is below the group order");
        }
    }

    /** The big-endian number modulo the group order. */
    static Scalar reduce(byte[] number) {
        return new Scalar(new BigInteger(1, number).mod(ORDER));
    }

    /** h2s of the specification: 48 expanded bytes, big-endian, modulo the group order. */
    static Scalar hashed(HashInput input) {
        return reduce(TO_SCALAR.expand(input.bytes(), SEED_BYTES));
    }

    static Scalar random(SecureRandom random) {
        byte[] uniform = new byte[SEED_BYTES];
        random.nextBytes(uniform);
        return reduce(uniform);
    }

    /** Reads 32 bytes and refuses a number that is not below the group order. */
    static Scalar decode(byte[] bytes) throws MalformedMessageException {
        BigInteger value = new BigInteger(1, bytes);
        if (value.compareTo(ORDER) >= 0) {
            throw new MalformedMessageException("A scalar is not below the group order");
        }
        return new Scalar(value);
    }

    byte[] bytes() {
        byte[] number = this.value.toByteArray();
        byte[] out = new byte[BYTES];
        int length = Math.min(number.length, BYTES);
        System.arraycopy(number, number.length - length, out, BYTES - length, length);
        return out;
    }
}
