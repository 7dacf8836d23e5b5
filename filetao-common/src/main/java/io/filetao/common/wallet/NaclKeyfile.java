package io.filetao.common.wallet;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The keyfiles that Bittensor writes today: {@code $NACL}, a nonce of 24 bytes, and a secret box (XSalsa20-Poly1305, tag first)
 * under Argon2i v1.3 of the password with a fixed salt, 8 passes over 512 MiB.
 */
final class NaclKeyfile {

    private static final byte[] MAGIC = {'$', 'N', 'A', 'C', 'L'};
    private static final byte[] SALT = HexFormat.of().parseHex("137183dff15a09bc9c90b5518739e9b1");
    private static final int PASSES = 8;
    private static final int MEMORY_KIB = 512 * 1024;
    private static final long HEAP_NEEDED = 640L << 20;
    private static final int NONCE_BYTES = 24;
    private static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private NaclKeyfile() {}

    static byte[] open(byte[] content, char[] password, String name) {
        int boxStart = MAGIC.length + NONCE_BYTES;
        if (content.length < boxStart + TAG_BYTES) {
            throw KeyfileEncryption.malformed(name);
        }
        return open(content, deriveKey(password, "open the keyfile " + name), name);
    }

    /** Opens a file's content under the derived key of 32 bytes. */
    static byte[] open(byte[] content, byte[] key, String name) {
        int boxStart = MAGIC.length + NONCE_BYTES;
        byte[] nonce = Arrays.copyOfRange(content, MAGIC.length, boxStart);
        byte[] tag = Arrays.copyOfRange(content, boxStart, boxStart + TAG_BYTES);
        byte[] sealed = Arrays.copyOfRange(content, boxStart + TAG_BYTES, content.length);
        XSalsa20Engine stream = stream(key, nonce);
        byte[] macKey = macKey(stream);
        if (!MessageDigest.isEqual(tag, tag(macKey, sealed))) {
            throw KeyfileEncryption.wrongPassword(name);
        }
        return apply(stream, sealed);
    }

    static byte[] seal(byte[] plain, char[] password) {
        return seal(plain, deriveKey(password, "encrypt the coldkey"));
    }

    static byte[] seal(byte[] plain, byte[] key) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        XSalsa20Engine stream = stream(key, nonce);
        byte[] macKey = macKey(stream);
        byte[] sealed = apply(stream, plain);
        byte[] content = new byte[MAGIC.length + NONCE_BYTES + TAG_BYTES + sealed.length];
        System.arraycopy(MAGIC, 0, content, 0, MAGIC.length);
        System.arraycopy(nonce, 0, content, MAGIC.length, NONCE_BYTES);
        System.arraycopy(tag(macKey, sealed), 0, content, MAGIC.length + NONCE_BYTES, TAG_BYTES);
        System.arraycopy(sealed, 0, content, MAGIC.length + NONCE_BYTES + TAG_BYTES, sealed.length);
        return content;
    }

    /**
     * Argon2i of the password, 32 bytes.
     *
     * @param purpose for the message when memory is short
     */
    static byte[] deriveKey(char[] password, String purpose) {
        if (Runtime.getRuntime().maxMemory() < HEAP_NEEDED) {
            throw outOfMemory(purpose);
        }
        byte[] secret = KeyfileEncryption.utf8(password);
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_i)
                            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                            .withIterations(PASSES)
                            .withMemoryAsKB(MEMORY_KIB)
                            .withParallelism(1)
                            .withSalt(SALT)
                            .build());
            byte[] key = new byte[KEY_BYTES];
            generator.generateBytes(secret, key);
            return key;
        } catch (OutOfMemoryError full) {
            throw outOfMemory(purpose);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static KeyfileException outOfMemory(String purpose) {
        return new KeyfileException(
                Reason.OUT_OF_MEMORY,
                "To "
                        + purpose
                        + " takes 640 MiB of memory, more than this program may use; allow it with"
                        + " FILETAO_JAVA_OPTS=-Xmx1g (java -Xmx1g), or use a wallet whose key is not encrypted");
    }

    private static XSalsa20Engine stream(byte[] key, byte[] nonce) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return stream;
    }

    /** The first 32 bytes of the key stream authenticate; the rest encrypts. */
    private static byte[] macKey(XSalsa20Engine stream) {
        return apply(stream, new byte[KEY_BYTES]);
    }

    private static byte[] apply(XSalsa20Engine stream, byte[] input) {
        byte[] output = new byte[input.length];
        stream.processBytes(input, 0, input.length, output, 0);
        return output;
    }

    private static byte[] tag(byte[] macKey, byte[] sealed) {
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(macKey));
        mac.update(sealed, 0, sealed.length);
        byte[] tag = new byte[TAG_BYTES];
        mac.doFinal(tag, 0);
        return tag;
    }
}
