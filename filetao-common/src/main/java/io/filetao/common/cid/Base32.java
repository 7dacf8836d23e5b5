package io.filetao.common.cid;

import java.io.ByteArrayOutputStream;

/** RFC 4648 base32 in lower case without padding, the multibase {@code b}. */
final class Base32 {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte octet : bytes) {
            buffer = buffer << 8 | octet & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt(buffer >>> bits & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(buffer << (5 - bits) & 31));
        }
        return text.toString();
    }

    /**
     * Reads what {@link #encode} writes and nothing else.
     *
     * @throws IllegalArgumentException when a letter is foreign, or the last bits are not the zeroes that encoding leaves
     */
    static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 5 / 8);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("Not a base32 letter at position " + (i + 1));
            }
            buffer = (buffer << 5 | digit) & 0xffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(buffer >>> bits & 0xff);
            }
        }
        if (bits >= 5 || (buffer & (1 << bits) - 1) != 0) {
            throw new IllegalArgumentException("The base32 text does not end on a whole byte");
        }
        return bytes.toByteArray();
    }
}
