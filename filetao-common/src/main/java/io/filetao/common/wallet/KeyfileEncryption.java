package io.filetao.common.wallet;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** The encryptions that keyfiles come in, told apart by their first bytes. */
enum KeyfileEncryption {
    /** XSalsa20-Poly1305 under a key of Argon2i, as Bittensor writes today. */
    NACL("$NACL") {
        @Override
        byte[] decrypt(byte[] content, char[] password, String name) {
            return NaclKeyfile.open(content, password, name);
        }

        @Override
        byte[] encrypt(byte[] plain, char[] password) {
            return NaclKeyfile.seal(plain, password);
        }
    },
    /** An Ansible vault 1.1, as early versions wrote; read only. */
    ANSIBLE("$ANSIBLE_VAULT") {
        @Override
        byte[] decrypt(byte[] content, char[] password, String name) {
            return AnsibleKeyfile.open(content, password, name);
        }
    },
    /** A Fernet token, as early versions wrote; read only. */
    FERNET("gAAAAA") {
        @Override
        byte[] decrypt(byte[] content, char[] password, String name) {
            return FernetKeyfile.open(content, password, name);
        }
    };

    private final byte[] prefix;

    KeyfileEncryption(String prefix) {
        this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
    }

    /** The encryption of a file's content; null when it is plain. */
    static @Nullable KeyfileEncryption of(byte[] content) {
        for (KeyfileEncryption encryption : values()) {
            if (content.length >= encryption.prefix.length
                    && Arrays.equals(
                            content,
                            0,
                            encryption.prefix.length,
                            encryption.prefix,
                            0,
                            encryption.prefix.length)) {
                return encryption;
            }
        }
        return null;
    }

    /**
     * Opens a file's content.
     *
     * @param name of the file, for messages
     */
    abstract byte[] decrypt(byte[] content, char[] password, String name);

    /** Seals what is to become a file's content. */
    byte[] encrypt(byte[] plain, char[] password) {
        throw new UnsupportedOperationException(name() + " keyfiles are read only");
    }

    static KeyfileException wrongPassword(String name) {
        return new KeyfileException(
                Reason.WRONG_PASSWORD,
                "The password does not open the keyfile "
                        + name
                        + ", or the file was changed; check the password or restore the file");
    }

    static KeyfileException malformed(String name) {
        return new KeyfileException(
                Reason.MALFORMED,
                "The encrypted keyfile "
                        + name
                        + " is damaged or cut off; restore it from a backup or from its mnemonic");
    }

    /** PBKDF2-HMAC-SHA256 of a password in UTF-8. */
    static byte[] pbkdf2(char[] password, byte[] salt, int iterations, int bytes) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, bytes * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK has PBKDF2", absent);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] utf8(char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
