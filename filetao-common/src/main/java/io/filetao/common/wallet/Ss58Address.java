package io.filetao.common.wallet;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * A public key as Bittensor writes it: base58 of the prefix 42, the 32 bytes of the key, and two bytes of checksum.
 *
 * @param value the text, 48 characters starting with 5
 */
public record Ss58Address(String value) implements Comparable<Ss58Address> {

    private static final String ALPHABET =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);
    private static final byte[] CHECKSUM_CONTEXT = "SS58PRE".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = 42;
    private static final int LENGTH = 48;

    /**
     * Accepts only a well-formed address of prefix 42.
     *
     * @throws IllegalArgumentException when length, alphabet, prefix or checksum is wrong
     */
    public Ss58Address {
        decode(value);
    }

    /** The address of a public key of 32 bytes. */
    public static Ss58Address of(byte[] publicKey) {
        if (publicKey.length != 32) {
            throw new IllegalArgumentException(
                    "A public key has 32 bytes, not " + publicKey.length);
        }
        byte[] payload = new byte[35];
        payload[0] = PREFIX;
        System.arraycopy(publicKey, 0, payload, 1, 32);
        System.arraycopy(checksum(payload), 0, payload, 33, 2);
        return new Ss58Address(base58(payload));
    }

    /** The 32 bytes of the public key. */
    public byte[] publicKey() {
        return Arrays.copyOfRange(decode(this.value), 1, 33);
    }

    /** The first characters, enough to tell nodes apart in a log. */
    public String abbreviated() {
        return this.value.substring(0, 8);
    }

    @Override
    public int compareTo(Ss58Address other) {
        return this.value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return this.value;
    }

    private static String base58(byte[] payload) {
        StringBuilder text = new StringBuilder();
        for (BigInteger rest = new BigInteger(1, payload);
                rest.signum() > 0;
                rest = rest.divide(BASE)) {
            text.append(ALPHABET.charAt(rest.mod(BASE).intValue()));
        }
        return text.reverse().toString();
    }

    private static byte[] decode(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException(
                    "Not an SS58 address (48 characters are expected): " + shortened(text));
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException(
                        "Not an SS58 address (letter " + (i + 1) + "): " + shortened(text));
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] payload = number.toByteArray();
        if (payload.length != 35 || payload[0] != PREFIX) {
            throw new IllegalArgumentException(
                    "Not an SS58 address of prefix 42: " + shortened(text));
        }
        byte[] checksum = checksum(payload);
        if (payload[33] != checksum[0] || payload[34] != checksum[1]) {
            throw new IllegalArgumentException(
                    "The SS58 address is mistyped (its checksum is wrong): " + shortened(text));
        }
        return payload;
    }

    private static byte[] checksum(byte[] payload) {
        Blake2bDigest digest = new Blake2bDigest(512);
        digest.update(CHECKSUM_CONTEXT, 0, CHECKSUM_CONTEXT.length);
        digest.update(payload, 0, 33);
        byte[] out = new byte[64];
        digest.doFinal(out, 0);
        return out;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
