package io.filetao.common.wallet;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Bittensor wallet as it is on disk: a coldkey that owns, and hotkeys that work for it.
 *
 * <pre>
 * ROOT/NAME/coldkey           both halves, normally encrypted
 * ROOT/NAME/coldkeypub.txt    the public half
 * ROOT/NAME/hotkeys/HOTKEY    both halves, normally plain
 * ROOT/NAME/filetao/HOTKEY.account   certificate that the hotkey acts for the coldkey; Bittensor's tools ignore it
 * </pre>
 *
 * @param root directory of all wallets
 * @param name of this wallet
 * @param hotkeyName of the hotkey in use
 */
public record Wallet(Path root, String name, String hotkeyName) {

    private static final Pattern FORBIDDEN = Pattern.compile("[/\\\\\\p{Cntrl}]");
    private static final int MAX_NAME_LENGTH = 128;
    private static final int MAX_ACCOUNT_BYTES = 1024;

    /**
     * Checks both names, so that they stay inside the root.
     *
     * @throws IllegalArgumentException when one is empty, too long, or holds a separator
     */
    public Wallet {
        requireName(name, "wallet");
        requireName(hotkeyName, "hotkey");
    }

    /** The wallet at the given place, whether or not it exists. */
    public static Wallet at(Path root, String name, String hotkeyName) {
        return new Wallet(root, name, hotkeyName);
    }

    /** A path as people write it, with {@code ~} for the home directory. */
    public static Path path(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(1));
        }
        return Path.of(text);
    }

    /**
     * Creates both keys of a new wallet, and the certificate that the hotkey acts for the coldkey.
     *
     * @param password encrypts the coldkey; null leaves it plain
     * @throws KeyfileException when one of the files exists already; nothing is overwritten
     */
    public static Wallet create(
            Path root,
            String name,
            String hotkeyName,
            Mnemonic coldkey,
            Mnemonic hotkey,
            char @Nullable [] password) {
        Wallet wallet = at(root, name, hotkeyName);
        wallet.createColdkey(coldkey, password);
        wallet.createHotkey(hotkey);
        wallet.certify(Keypair.ofMiniSecret(coldkey.miniSecret()), Instant.now());
        return wallet;
    }

    /** Writes the coldkey and its public half. */
    public void createColdkey(Mnemonic mnemonic, char @Nullable [] password) {
        writeColdkey(KeyRecord.of(mnemonic), password);
    }

    /** Writes a coldkey of which the mnemonic is not known. */
    public void createColdkey(Keypair keypair, char @Nullable [] password) {
        writeColdkey(KeyRecord.of(keypair), password);
    }

    /** Writes the hotkey, plain, for programs use it unattended. */
    public void createHotkey(Mnemonic mnemonic) {
        hotkeyFile().write(KeyRecord.of(mnemonic), null);
    }

    /** Writes a hotkey of which the mnemonic is not known. */
    public void createHotkey(Keypair keypair) {
        hotkeyFile().write(KeyRecord.of(keypair), null);
    }

    /** The hotkey, from a plain keyfile. */
    public Keypair hotkey() {
        return hotkey(PasswordSource.NONE);
    }

    /** The hotkey, asking for a password if its keyfile is encrypted. */
    public Keypair hotkey(PasswordSource passwords) {
        return hotkeyFile()
                .keypair(path ->
                        passwords.password(
                                "hotkey " + this.hotkeyName + " of wallet " + this.name));
    }

    /** The address of the coldkey, without opening it. */
    public Ss58Address coldkeyAddress() {
        Keyfile publicHalf = coldkeyPublicFile();
        return publicHalf.exists() || !isColdkeyPlain()
                ? publicHalf.address(PasswordSource.NONE)
                : coldkeyFile().address(PasswordSource.NONE);
    }

    /** The coldkey with both halves, asking for a password if its keyfile is encrypted. */
    public Keypair unlockColdkey(PasswordSource passwords) {
        return coldkeyFile().keypair(path -> passwords.password("coldkey of wallet " + this.name));
    }

    /**
     * Writes the certificate that the hotkey acts for the coldkey, in place of an older one.
     *
     * @param coldkey of this wallet, unlocked
     */
    public AccountCertificate certify(Signer coldkey, Instant now) {
        Ss58Address hotkey = hotkeyFile().address(PasswordSource.NONE);
        AccountCertificate certificate = AccountCertificate.create(coldkey, hotkey, now);
        try {
            PrivateFiles.replace(
                    accountFile(),
                    (certificate.encode() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException refused) {
            throw new KeyfileException(
                    Reason.INACCESSIBLE,
                    "The certificate "
                            + accountFile()
                            + " cannot be written; check the directory's owner and space",
                    refused);
        }
        return certificate;
    }

    /**
     * The certificate that the hotkey acts for the coldkey, empty when there is none.
     *
     * @throws KeyfileException when the file is damaged
     */
    public Optional<AccountCertificate> account() {
        try (InputStream file = Files.newInputStream(accountFile())) {
            String text = new String(file.readNBytes(MAX_ACCOUNT_BYTES), StandardCharsets.US_ASCII);
            return Optional.of(AccountCertificate.parse(text.strip()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            throw new KeyfileException(
                    Reason.MALFORMED,
                    "The certificate "
                            + accountFile()
                            + " is damaged; renew it with 'filetao wallet certify'",
                    damaged);
        }
    }

    /** Whether the coldkey's file is there. */
    public boolean hasColdkey() {
        return coldkeyFile().exists();
    }

    /** Whether the hotkey's file is there. */
    public boolean hasHotkey() {
        return hotkeyFile().exists();
    }

    /** Directory of this wallet. */
    public Path directory() {
        return this.root.resolve(this.name);
    }

    public Keyfile coldkeyFile() {
        return new Keyfile(directory().resolve("coldkey"));
    }

    public Keyfile coldkeyPublicFile() {
        return new Keyfile(directory().resolve("coldkeypub.txt"));
    }

    public Keyfile hotkeyFile() {
        return new Keyfile(hotkeyDirectory().resolve(this.hotkeyName));
    }

    private Path accountFile() {
        return directory().resolve("filetao").resolve(this.hotkeyName + ".account");
    }

    /** The same wallet with another of its hotkeys. */
    public Wallet withHotkey(String otherHotkey) {
        return new Wallet(this.root, this.name, otherHotkey);
    }

    /** Names of the hotkeys that this wallet has, in order. */
    public List<String> hotkeyNames() {
        return names(hotkeyDirectory(), Files::isRegularFile).stream()
                .filter(hotkey -> !hotkey.endsWith("pub.txt"))
                .toList();
    }

    /**
     * Every hotkey of every wallet under the root, in order; a wallet without hotkeys appears once, with the hotkey name
     * {@code default}. An absent root has none.
     */
    public static List<Wallet> list(Path root) {
        List<Wallet> wallets = new ArrayList<>();
        for (String name : names(root, Files::isDirectory)) {
            Wallet wallet = at(root, name, "default");
            List<String> hotkeys = wallet.hotkeyNames();
            if (!hotkeys.isEmpty()) {
                hotkeys.forEach(hotkey -> wallets.add(wallet.withHotkey(hotkey)));
            } else if (wallet.hasColdkey() || wallet.coldkeyPublicFile().exists()) {
                wallets.add(wallet);
            }
        }
        return List.copyOf(wallets);
    }

    private void writeColdkey(KeyRecord coldkey, char @Nullable [] password) {
        coldkeyFile().write(coldkey, password);
        coldkeyPublicFile().write(KeyRecord.publicHalf(coldkey.address()), null);
    }

    private boolean isColdkeyPlain() {
        return hasColdkey() && !coldkeyFile().isEncrypted();
    }

    private Path hotkeyDirectory() {
        return directory().resolve("hotkeys");
    }

    private static List<String> names(Path directory, Predicate<Path> kind) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(kind)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new KeyfileException(
                    Reason.INACCESSIBLE,
                    "The directory " + directory + " cannot be read; it must belong to this user",
                    unreadable);
        }
    }

    private static void requireName(String name, String what) {
        if (name.isBlank()
                || name.length() > MAX_NAME_LENGTH
                || name.equals(".")
                || name.equals("..")
                || FORBIDDEN.matcher(name).find()) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " name must be 1 to 128 characters without slashes or control characters");
        }
    }
}
