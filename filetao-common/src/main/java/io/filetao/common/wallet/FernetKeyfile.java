package io.filetao.common.wallet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyfiles of the oldest Bittensor versions: a Fernet token (version, time, IV, AES-128-CBC, HMAC-SHA256) under
 * PBKDF2-HMAC-SHA256 with a fixed salt and ten million rounds, which takes some seconds.
 */
final class FernetKeyfile {

    private static final byte[] SALT =
            "Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 10_000_000;
    private static final byte VERSION = (byte) 0x80;
    private static final int IV_START = 9;
    private static final int BOX_START = IV_START + 16;
    private static final int TAG_BYTES = 32;

    private FernetKeyfile() {}

    static byte[] open(byte[] content, char[] password, String name) {
        byte[] token = token(content, name);
        int boxEnd = token.length - TAG_BYTES;
        if (boxEnd < BOX_START + 16 || token[0] != VERSION || (boxEnd - BOX_START) % 16 != 0) {
            throw KeyfileEncryption.malformed(name);
        }
        return open(token, deriveKey(password), name);
    }

    /** Opens a decoded token under the derived key of 32 bytes: 16 authenticate, 16 encrypt. */
    static byte[] open(byte[] token, byte[] key, String name) {
        int boxEnd = token.length - TAG_BYTES;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, 0, 16, "HmacSHA256"));
            mac.update(token, 0, boxEnd);
            byte[] tag = Arrays.copyOfRange(token, boxEnd, token.length);
            if (!MessageDigest.isEqual(tag, mac.doFinal())) {
                throw KeyfileEncryption.wrongPassword(name);
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, 16, 16, "AES"),
                    new IvParameterSpec(token, IV_START, 16));
            return cipher.doFinal(token, BOX_START, boxEnd - BOX_START);
        } catch (BadPaddingException damaged) {
            throw KeyfileEncryption.malformed(name);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has AES and HMAC", impossible);
        }
    }

    static byte[] token(byte[] content, String name) {
        try {
            return Base64.getUrlDecoder()
                    .decode(new String(content, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException notBase64) {
            throw KeyfileEncryption.malformed(name);
        }
    }

    static byte[] deriveKey(char[] password) {
        return KeyfileEncryption.pbkdf2(password, SALT, ITERATIONS, 32);
    }
}
