package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalletTests {

    @TempDir private Path directory;

    private final Mnemonic coldkey = Mnemonic.generate(12);
    private final Mnemonic hotkey = Mnemonic.generate(12);

    @Test
    void createWritesWhatAtReads() {
        Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        Wallet wallet = Wallet.at(root(), "alpha", "worker");
        Keypair expectedColdkey = Keypair.ofMiniSecret(this.coldkey.miniSecret());
        assertThat(wallet.hotkey()).isEqualTo(Keypair.ofMiniSecret(this.hotkey.miniSecret()));
        assertThat(wallet.hotkey().miniSecret()).isEqualTo(this.hotkey.miniSecret());
        assertThat(wallet.coldkeyAddress()).isEqualTo(expectedColdkey.address());
        assertThat(wallet.unlockColdkey(PasswordSource.NONE)).isEqualTo(expectedColdkey);
    }

    @Test
    void createMakesFilesThatOnlyTheirOwnerReads() throws IOException {
        Wallet wallet = Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        assertThat(mode(wallet.coldkeyFile().path())).isEqualTo("rw-------");
        assertThat(mode(wallet.coldkeyPublicFile().path())).isEqualTo("rw-------");
        assertThat(mode(wallet.hotkeyFile().path())).isEqualTo("rw-------");
        assertThat(mode(root())).isEqualTo("rwx------");
        assertThat(mode(wallet.directory().resolve("hotkeys"))).isEqualTo("rwx------");
        try (var files = Files.walk(root())) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
    }

    @Test
    void createWhenTheColdkeyExistsOverwritesNothing() throws IOException {
        Wallet wallet = Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        byte[] before = Files.readAllBytes(wallet.coldkeyFile().path());
        assertThatExceptionOfType(KeyfileException.class)
                .isThrownBy(() -> wallet.createColdkey(Mnemonic.generate(12), null))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS));
        assertThat(wallet.coldkeyFile().path()).hasBinaryContent(before);
        try (var files = Files.walk(root())) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4);
        }
    }

    @Test
    void hotkeyWhenThereIsNoneSaysHowToMakeIt() {
        assertThatExceptionOfType(KeyfileException.class)
                .isThrownBy(() -> Wallet.at(root(), "alpha", "worker").hotkey())
                .withMessageContaining("filetao wallet new")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    }

    @Test
    void coldkeyAddressWhenThePublicFileIsMissingReadsAPlainColdkey() throws IOException {
        Wallet wallet = Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        Ss58Address address = wallet.coldkeyAddress();
        Files.delete(wallet.coldkeyPublicFile().path());
        assertThat(wallet.coldkeyAddress()).isEqualTo(address);
    }

    @Test
    void accountWhenCreatedWithTheWalletIsTheColdkeysWord() {
        Wallet wallet = Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        AccountCertificate certificate = wallet.account().orElseThrow();
        assertThat(certificate.coldkey()).isEqualTo(wallet.coldkeyAddress());
        assertThat(certificate.verify(wallet.hotkey().address(), Instant.now())).isTrue();
        assertThat(wallet.withHotkey("other").account()).isEmpty();
    }

    @Test
    void certifyReplacesTheCertificateThatIsThere() {
        Wallet wallet = Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        Keypair coldkeyPair = wallet.unlockColdkey(PasswordSource.NONE);
        AccountCertificate renewed =
                wallet.certify(coldkeyPair, Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(wallet.account()).contains(renewed);
    }

    @Test
    void accountWhenTheFileIsDamagedSaysHowToRenewIt() throws IOException {
        Wallet wallet = Wallet.create(root(), "alpha", "worker", this.coldkey, this.hotkey, null);
        Files.writeString(wallet.directory().resolve("filetao/worker.account"), "AQ");
        assertThatExceptionOfType(KeyfileException.class)
                .isThrownBy(wallet::account)
                .withMessageContaining("wallet certify");
    }

    @Test
    void listAnswersEveryHotkeyOfEveryWalletInOrder() {
        assertThat(Wallet.list(root())).isEmpty();
        Wallet beta = Wallet.create(root(), "beta", "two", this.coldkey, this.hotkey, null);
        beta.withHotkey("one").createHotkey(Mnemonic.generate(12));
        Wallet.at(root(), "alpha", "default").createColdkey(Mnemonic.generate(12), null);
        assertThat(Wallet.list(root()))
                .containsExactly(
                        Wallet.at(root(), "alpha", "default"),
                        Wallet.at(root(), "beta", "one"),
                        Wallet.at(root(), "beta", "two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "..\\x", "a\nb", "a\0"})
    void atWhenANameCouldLeaveTheRootThrows(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Wallet.at(root(), name, "default"));
        assertThatIllegalArgumentException().isThrownBy(() -> Wallet.at(root(), "default", name));
    }

    @Test
    void pathExpandsTheHomeDirectory() {
        assertThat(Wallet.path("~/.bittensor/wallets"))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".bittensor/wallets"));
        assertThat(Wallet.path("/a/b")).isEqualTo(Path.of("/a/b"));
    }

    private Path root() {
        return this.directory.resolve("wallets");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
