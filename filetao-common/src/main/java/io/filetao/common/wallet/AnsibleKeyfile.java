package io.filetao.common.wallet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyfiles of early Bittensor versions: an Ansible vault 1.1 with AES256. PBKDF2-HMAC-SHA256 with 10,000 rounds gives 80 bytes:
 * the AES-256-CTR key, the HMAC-SHA256 key and the IV.
 */
final class AnsibleKeyfile {

    private static final String HEADER_1_1 = "$ANSIBLE_VAULT;1.1;AES256";
    private static final String HEADER_1_2 = "$ANSIBLE_VAULT;1.2;AES256;";
    private static final int ITERATIONS = 10_000;

    private AnsibleKeyfile() {}

    static byte[] open(byte[] content, char[] password, String name) {
        String[] lines = new String(content, StandardCharsets.US_ASCII).strip().split("\\R", 2);
        String header = lines[0].strip();
        if (lines.length < 2 || !(header.equals(HEADER_1_1) || header.startsWith(HEADER_1_2))) {
            throw KeyfileEncryption.malformed(name);
        }
        byte[] salt;
        byte[] tag;
        byte[] sealed;
        try {
            String inner =
                    new String(unhex(lines[1].replaceAll("\\s", "")), StandardCharsets.US_ASCII);
            String[] parts = inner.split("\n", -1);
            if (parts.length != 3) {
                throw KeyfileEncryption.malformed(name);
            }
            salt = unhex(parts[0]);
            tag = unhex(parts[1]);
            sealed = unhex(parts[2].strip());
        } catch (IllegalArgumentException notHexadecimal) {
            throw KeyfileEncryption.malformed(name);
        }
        byte[] keys = KeyfileEncryption.pbkdf2(password, salt, ITERATIONS, 80);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys, 32, 32, "HmacSHA256"));
            if (!MessageDigest.isEqual(tag, mac.doFinal(sealed))) {
                throw KeyfileEncryption.wrongPassword(name);
            }
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(keys, 0, 32, "AES"),
                    new IvParameterSpec(keys, 64, 16));
            return unpad(cipher.doFinal(sealed), name);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has AES and HMAC", impossible);
        }
    }

    private static byte[] unpad(byte[] padded, String name) {
        int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
        if (padding < 1 || padding > 16 || padding > padded.length) {
            throw KeyfileEncryption.malformed(name);
        }
        return Arrays.copyOf(padded, padded.length - padding);
    }

    private static byte[] unhex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
