package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Timelock;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Wallets, identifiers and time locks beside {@code @polkadot/util-crypto}, {@code libsodium}, {@code multiformats} and {@code timelock} from npm. */
class NpmInteropIT {

    private static final String PASSWORD = "Correct-Horse-9 mit Ümlaut";

    private static NodeOracle oracle;

    private final Random random = new Random(21);

    @TempDir private Path directory;

    @BeforeAll
    static void startOracle() {
        oracle = NodeOracle.start();
    }

    @AfterAll
    static void closeOracle() {
        if (oracle != null) {
            oracle.close();
        }
    }

    @Test
    void aWalletMadeHereOpensThere() {
        assumeMemoryForKeyfiles();
        Wallet wallet =
                Wallet.create(
                        this.directory,
                        "alpha",
                        "worker",
                        Mnemonic.generate(24),
                        Mnemonic.generate(12),
                        PASSWORD.toCharArray());
        assertOpensThere(wallet.hotkeyFile().path(), "", wallet.hotkey());
        Keypair coldkey = wallet.unlockColdkey(PasswordSource.of(PASSWORD));
        assertThat(coldkey.address()).isEqualTo(wallet.coldkeyAddress());
        assertOpensThere(wallet.coldkeyFile().path(), PASSWORD, coldkey);
    }

    @Test
    void aWalletMadeThereOpensHere() throws IOException {
        assumeMemoryForKeyfiles();
        String phrase = ask("generate").get("mnemonic").stringValue();
        String address = ask("key", "secret", phrase).get("address").stringValue();
        assertThat(Keypair.ofMnemonic(phrase).address().value()).isEqualTo(address);
        Wallet wallet = Wallet.at(this.directory, "beta", "default");
        Files.createDirectories(wallet.directory());
        oracle.ask(
                "seal",
                "path",
                wallet.coldkeyFile().path().toString(),
                "password",
                PASSWORD,
                "content",
                "{\"secretPhrase\":\"" + phrase + "\",\"ss58Address\":\"" + address + "\"}");
        assertThat(wallet.unlockColdkey(PasswordSource.of(PASSWORD)).address().value())
                .isEqualTo(address);
    }

    @Test
    void signaturesVerifyBothWays() {
        for (int i = 0; i < 20; i++) {
            Keypair keypair = Keypair.ofMiniSecret(bytes(32));
            byte[] message = bytes(this.random.nextInt(2000));
            byte[] changed = message.clone();
            String seed = hex(keypair.miniSecret());
            String here = hex(keypair.sign(message));
            assertThat(verifiesThere(keypair, message, here)).isTrue();
            String there =
                    ask("sign", "secret", seed, "message", hex(message))
                            .get("signature")
                            .stringValue();
            assertThat(Signatures.verify(keypair.address(), message, unhex(there))).isTrue();
            if (changed.length > 0) {
                changed[changed.length / 2] ^= 1;
                assertThat(verifiesThere(keypair, changed, here)).isFalse();
                assertThat(Signatures.verify(keypair.address(), changed, unhex(there))).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 1000, 65_536, 1_048_577})
    void identifiersAreTheSame(int length) {
        byte[] content = bytes(length);
        assertThat(Cid.of(content))
                .hasToString(ask("cid", "content", hex(content)).get("cid").stringValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 3000})
    void timelockedMessagesOpenBothWays(int length) {
        JsonNode quicknet = Recording.timelock();
        String key = "0x" + quicknet.get("publicKey").stringValue();
        String signature = "0x" + quicknet.get("signature").stringValue();
        long round = quicknet.get("round").asLong();
        byte[] message = bytes(length);
        byte[] here = Timelock.of(unhex(key)).seal(round, message, new SecureRandom());
        assertThat(
                        ask("unlock", "signature", signature, "sealed", hex(here))
                                .get("message")
                                .stringValue())
                .isEqualTo(hex(message));
        String there =
                ask("lock", "key", key, "round", Long.toString(round), "message", hex(message))
                        .get("sealed")
                        .stringValue();
        assertThat(Timelock.open(unhex(there), unhex(signature)))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(message));
    }

    private static void assumeMemoryForKeyfiles() {
        assumeTrue(
                Runtime.getRuntime().maxMemory() > 700L << 20,
                "Encrypted keyfiles need 700 MiB of heap; this JVM has less");
    }

    private static void assertOpensThere(Path keyfile, String password, Keypair expected) {
        JsonNode opened = ask("keyfile", "path", keyfile.toString(), "password", password);
        String address = expected.address().value();
        assertThat(opened.get("byPhrase").stringValue()).isEqualTo(address);
        assertThat(opened.get("bySeed").stringValue()).isEqualTo(address);
        assertThat(opened.get("declared").stringValue()).isEqualTo(address);
    }

    private static boolean verifiesThere(Keypair keypair, byte[] message, String signature) {
        return ask(
                        "verify",
                        "address",
                        keypair.address().value(),
                        "message",
                        hex(message),
                        "signature",
                        signature)
                .get("valid")
                .booleanValue();
    }

    private static JsonNode ask(String question, String... fields) {
        return oracle.ask(question, fields);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        this.random.nextBytes(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }
}
