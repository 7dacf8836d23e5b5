package io.filetao.common.wallet;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a Bittensor wallet that holds a key, plain or encrypted.
 *
 * <p>Reads plain JSON and the encryptions {@code $NACL}, Ansible vault and Fernet; writes plain JSON and {@code $NACL}. A file
 * is never overwritten.
 *
 * @param path where it is
 */
public record Keyfile(Path path) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Keyfile.class);
    private static final int MAX_BYTES = 64 * 1024;

    /** Whether there is such a file. */
    public boolean exists() {
        return Files.isRegularFile(this.path);
    }

    /** Whether a password is needed to read it. */
    public boolean isEncrypted() {
        return KeyfileEncryption.of(read()) != null;
    }

    /**
     * The key with both halves.
     *
     * @param passwords asked only when the file is encrypted
     * @throws KeyfileException when the file is missing, damaged, holds only a public key, or does not open
     */
    public Keypair keypair(PasswordSource passwords) {
        Keypair keypair = record(passwords).keypair();
        if (keypair == null) {
            throw new KeyfileException(
                    Reason.MALFORMED,
                    "The keyfile "
                            + this.path
                            + " holds only a public key; import the mnemonic to sign with it");
        }
        return keypair;
    }

    /** The address whose key the file holds. */
    public Ss58Address address(PasswordSource passwords) {
        return record(passwords).address();
    }

    KeyRecord record(PasswordSource passwords) {
        byte[] content = read();
        KeyfileEncryption encryption = KeyfileEncryption.of(content);
        if (encryption == null) {
            KeyRecord plain = KeyRecord.decode(content, this.path.toString());
            if (plain.keypair() != null) {
                warnIfExposed();
            }
            return plain;
        }
        char[] password = passwords.password(this.path.toString());
        if (password == null || password.length == 0) {
            throw new KeyfileException(
                    Reason.PASSWORD_NEEDED,
                    "The keyfile "
                            + this.path
                            + " is encrypted; set FILETAO_WALLET_PASSWORD or enter its password");
        }
        try {
            byte[] plain = encryption.decrypt(content, password, this.path.toString());
            return KeyRecord.decode(plain, this.path.toString());
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Writes a new file of mode 0600.
     *
     * @param password encrypts it; null writes it plain
     */
    void write(KeyRecord key, char @Nullable [] password) {
        requireAbsent(null);
        byte[] plain = key.encode();
        byte[] content = password == null ? plain : KeyfileEncryption.NACL.encrypt(plain, password);
        try {
            PrivateFiles.create(this.path, content);
        } catch (IOException refused) {
            requireAbsent(refused);
            throw new KeyfileException(
                    Reason.INACCESSIBLE,
                    "The keyfile "
                            + this.path
                            + " cannot be written; check the directory's owner and space",
                    refused);
        }
    }

    private void requireAbsent(@Nullable Throwable cause) {
        if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeyfileException(
                    Reason.EXISTS,
                    "The keyfile "
                            + this.path
                            + " exists already and is never overwritten; choose another name",
                    cause);
        }
    }

    private byte[] read() {
        try (InputStream file = Files.newInputStream(this.path)) {
            byte[] content = file.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new KeyfileException(
                        Reason.MALFORMED,
                        "The file "
                                + this.path
                                + " is too large to be a keyfile; check --wallet.path");
            }
            return content;
        } catch (NoSuchFileException missing) {
            throw new KeyfileException(
                    Reason.MISSING,
                    "There is no keyfile "
                            + this.path
                            + "; create it with 'filetao wallet new' or check --wallet.name, --wallet.hotkey and --wallet.path",
                    missing);
        } catch (IOException unreadable) {
            throw new KeyfileException(
                    Reason.INACCESSIBLE,
                    "The keyfile "
                            + this.path
                            + " cannot be read; it must be a file of this user with mode 0600",
                    unreadable);
        }
    }

    private void warnIfExposed() {
        try {
            if (PrivateFiles.isExposed(this.path)) {
                LOGGER.warn(
                        "Others than its owner may read the key in {}; protect it with 'chmod 600'",
                        this.path);
            }
        } catch (IOException unknown) {
            LOGGER.debug("mode unknown path={}", this.path);
        }
    }
}
