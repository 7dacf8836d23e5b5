package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

class KeyfileTests {

    private static final String ALICE_SEED =
            "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String ALICE_KEY =
            "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    private static final JsonNode NACL = Vectors.of("nacl");
    private static final JsonNode FERNET = Vectors.of("legacyFernet");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secretSeed\": \"" + ALICE_SEED + "\"}",
                "{\"accountId\": \""
                        + ALICE_KEY
                        + "\", \"publicKey\": \""
                        + ALICE_KEY
                        + "\", \"secretPhrase\": null, \"secretSeed\": \""
                        + ALICE_SEED
                        + "\", \"ss58Address\": \""
                        + ALICE
                        + "\"}",
                "{\"secretSeed\":\"" + ALICE_SEED + "\",\"cryptoType\":1,\"meta\":{\"a\":[1]}}\n",
                "{\"privateKey\": \"0x98319d4ff8a9508c4bb0cf0b5a78d760a0b2082c02775e6e82370816fedfff48"
                        + "925a225d97aa00682d6a59b95b18780c10d7032336e88f3442b42361f4a66011\", \"publicKey\": \""
                        + ALICE_KEY
                        + "\"}"
            })
    void keypairReadsTheFormsOfPlainFilesInUse(String content) throws IOException {
        assertThat(file(content).keypair(PasswordSource.NONE)).isEqualTo(Keypair.ofUri("//Alice"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALICE_KEY,
                "{\"ss58Address\": \"" + ALICE + "\"}",
                "{\"accountId\": \"" + ALICE_KEY + "\", \"publicKey\": \"" + ALICE_KEY + "\"}"
            })
    void addressReadsTheFormsOfPublicFilesInUse(String content) throws IOException {
        Keyfile keyfile = file(content);
        assertThat(keyfile.address(PasswordSource.NONE)).hasToString(ALICE);
        assertRefused(Reason.MALFORMED, () -> keyfile.keypair(PasswordSource.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "null",
                "{\"secretSeed\": \"0x00\"}",
                "{\"secretSeed\": \""
                        + ALICE_SEED
                        + "\", \"ss58Address\": \"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty\"}",
                "{\"secretSeed\": \""
                        + ALICE_SEED
                        + "\", \"ss58Address\": \"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tx\"}",
                "{\"publicKey\": \""
                        + ALICE_KEY
                        + "\", \"ss58Address\": \"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty\"}",
                "{\"secretPhrase\": \"bottom drive obey\"}",
                "$NACL",
                "$NACL0123456789",
                "$ANSIBLE_VAULT",
                "$ANSIBLE_VAULT;1.1;AES256\n6162",
                "$ANSIBLE_VAULT;1.1;AES256\nzz",
                "gAAAAA",
                "gAAAAABlAAAABwcHBwcHBwcHBwcHBwcHB06HbnH34r6eP6jYY1GGrAq8vFwPqVva8FaH0MjZFnqM"
            })
    void keypairWhenTheContentIsDamagedSaysSoWithoutShowingIt(String content) throws IOException {
        Keyfile keyfile = file(content);
        assertThatExceptionOfType(KeyfileException.class)
                .isThrownBy(() -> keyfile.keypair(PasswordSource.of("password")))
                .withMessageNotContaining("e5be9a50")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void keypairWhenHalfOfTheFileIsThereSaysSo() throws IOException {
        Keyfile whole = new Keyfile(this.directory.resolve("whole"));
        whole.write(KeyRecord.of(Mnemonic.generate(12)), null);
        String content = Files.readString(whole.path());
        for (int length = 0; length < content.length(); length += 7) {
            Keyfile half = file(content.substring(0, length));
            assertRefused(Reason.MALFORMED, () -> half.keypair(PasswordSource.NONE));
        }
    }

    @Test
    void keypairWhenTheFileIsHugeRefusesToReadIt() throws IOException {
        Keyfile keyfile = file("{\"secretSeed\":\"" + "0".repeat(100_000));
        assertRefused(Reason.MALFORMED, () -> keyfile.keypair(PasswordSource.NONE));
    }

    @Test
    void keypairWhenTheFileIsADirectorySaysThatItCannotBeRead() throws IOException {
        Keyfile keyfile = new Keyfile(Files.createDirectory(this.directory.resolve("key")));
        assertRefused(Reason.INACCESSIBLE, () -> keyfile.keypair(PasswordSource.NONE));
    }

    @Test
    void keypairWhenEncryptedAndThereIsNoPasswordSaysHowToGiveIt() throws IOException {
        Keyfile keyfile = file("$NACL" + "x".repeat(100));
        assertThat(keyfile.isEncrypted()).isTrue();
        assertThatExceptionOfType(KeyfileException.class)
                .isThrownBy(() -> keyfile.keypair(PasswordSource.NONE))
                .withMessageContaining("FILETAO_WALLET_PASSWORD")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.PASSWORD_NEEDED));
    }

    @Test
    void writeWhenTheDirectoryIsAFileSaysThatItCannotBeWritten() throws IOException {
        Path blocked = Files.writeString(this.directory.resolve("file"), "");
        Keyfile keyfile = new Keyfile(blocked.resolve("key"));
        assertRefused(
                Reason.INACCESSIBLE, () -> keyfile.write(KeyRecord.of(Keypair.generate()), null));
    }

    @Test
    void openNaclEqualsTheKnownPlaintextAndSealRoundTrips() {
        byte[] key = Vectors.bytes(NACL, "key");
        byte[] plain = NACL.get("plaintextUtf8").stringValue().getBytes(StandardCharsets.UTF_8);
        assertThat(NaclKeyfile.open(Vectors.bytes(NACL, "fileBytesHex"), key, "file"))
                .isEqualTo(plain);
        for (int length : new int[] {0, 1, 31, 32, 33, 64, 1000}) {
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) 7);
            byte[] sealed = NaclKeyfile.seal(message, key);
            assertThat(sealed)
                    .hasSize(45 + length)
                    .startsWith("$NACL".getBytes(StandardCharsets.US_ASCII));
            assertThat(NaclKeyfile.open(sealed, key, "file")).isEqualTo(message);
        }
    }

    @Test
    void openNaclWhenAnyByteWasChangedRefuses() {
        byte[] key = Vectors.bytes(NACL, "key");
        byte[] content = Vectors.bytes(NACL, "fileBytesHex");
        for (int i = 5; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= 1;
            assertRefused(Reason.WRONG_PASSWORD, () -> NaclKeyfile.open(changed, key, "file"));
        }
    }

    @Test
    void openNaclWhenThePasswordGaveAnotherKeyRefuses() {
        byte[] otherKey = new byte[32];
        assertRefused(
                Reason.WRONG_PASSWORD,
                () -> NaclKeyfile.open(Vectors.bytes(NACL, "fileBytesHex"), otherKey, "file"));
    }

    @Test
    void openFernetEqualsTheKnownPlaintext() {
        byte[] token = FernetKeyfile.token(utf8(FERNET, "token"), "file");
        byte[] plain = FernetKeyfile.open(token, Vectors.bytes(FERNET, "derivedKey"), "file");
        assertThat(new String(plain, StandardCharsets.UTF_8))
                .isEqualTo("{\"secretSeed\":\"0x01\"}");
        token[20] ^= 1;
        assertRefused(
                Reason.WRONG_PASSWORD,
                () -> FernetKeyfile.open(token, Vectors.bytes(FERNET, "derivedKey"), "file"));
    }

    @Test
    void keypairReadsAnAnsibleVault() throws IOException {
        Keyfile keyfile = new Keyfile(resource("/wallet/ansible-vault"));
        assertThat(keyfile.keypair(PasswordSource.of("Correct-Horse-9")))
                .isEqualTo(Keypair.ofUri("//Alice"));
        assertRefused(
                Reason.WRONG_PASSWORD, () -> keyfile.keypair(PasswordSource.of("correct-horse-9")));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void keypairWhenOthersMayReadTheFileWarnsWithoutShowingIt(CapturedOutput log)
            throws IOException {
        Keyfile keyfile = new Keyfile(this.directory.resolve("open"));
        keyfile.write(KeyRecord.of(Keypair.ofUri("//Alice")), null);
        keyfile.keypair(PasswordSource.NONE);
        assertThat(log).doesNotContain("chmod");
        Files.setPosixFilePermissions(keyfile.path(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(keyfile.keypair(PasswordSource.NONE)).isEqualTo(Keypair.ofUri("//Alice"));
        assertThat(log).contains("chmod 600").doesNotContain(ALICE_SEED.substring(2));
    }

    private Keyfile file(String content) throws IOException {
        return new Keyfile(Files.writeString(this.directory.resolve("key"), content));
    }

    private static Path resource(String name) throws IOException {
        try {
            return Path.of(KeyfileTests.class.getResource(name).toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    private static byte[] utf8(JsonNode vector, String field) {
        return vector.get(field).stringValue().getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(KeyfileException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
