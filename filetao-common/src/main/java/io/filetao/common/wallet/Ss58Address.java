package io.filetao.common.wallet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
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
    private static final int BASE = 58;

    /** Digits of 32 bits that 48 characters fill: 58^48 is below 2^282. */
    private static final int PAYLOAD_DIGITS = 9;

    private static final byte[] CHECKSUM_CONTEXT = "SS58PRE".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = 42;
    private static final int LENGTH = 48;

    /**
     * Accepts only a well-formed address of prefix 42.
     *
     * @throws IllegalArgumentException when length, alphabet, prefix or checksum is wrong
     */
    public Ss58Address {
        check(value);
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
        // The constructor has checked the rest.
        return Arrays.copyOfRange(payload(this.value), 1, 33);
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
        BigInteger base = BigInteger.valueOf(BASE);
        for (BigInteger rest = new BigInteger(1, payload);
                rest.signum() > 0;
                rest = rest.divide(base)) {
            text.append(ALPHABET.charAt(rest.mod(base).intValue()));
        }
        return text.reverse().toString();
    }

    private static void check(String text) {
        byte[] payload = payload(text);
        byte[] checksum = checksum(payload);
        if (payload[33] != checksum[0] || payload[34] != checksum[1]) {
            throw new IllegalArgumentException(
                    "The SS58 address is mistyped (its checksum is wrong): " + shortened(text));
        }
    }

    /** Prefix, key and checksum: the text's digits of base 58 as digits of base 2^32, the least first. */
    private static byte[] payload(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException(
                    "Not an SS58 address (48 characters are expected): " + shortened(text));
        }
        int[] digits = new int[PAYLOAD_DIGITS];
        for (int i = 0; i < text.length(); i++) {
            long carry = ALPHABET.indexOf(text.charAt(i));
            if (carry < 0) {
                throw new IllegalArgumentException(
                        "Not an SS58 address (letter " + (i + 1) + "): " + shortened(text));
            }
            for (int j = 0; j < PAYLOAD_DIGITS; j++) {
                carry += Integer.toUnsignedLong(digits[j]) * BASE;
                digits[j] = (int) carry;
                carry >>>= Integer.SIZE;
            }
        }
        ByteBuffer number = ByteBuffer.allocate(PAYLOAD_DIGITS * Integer.BYTES);
        for (int j = PAYLOAD_DIGITS - 1; j >= 0; j--) {
            number.putInt(digits[j]);
        }
        // 35 bytes behind a leading zero.
        byte[] payload = Arrays.copyOfRange(number.array(), 1, number.capacity());
        if (number.get(0) != 0 || payload[0] != PREFIX) {
            throw new IllegalArgumentException(
                    "Not an SS58 address of prefix 42: " + shortened(text));
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
