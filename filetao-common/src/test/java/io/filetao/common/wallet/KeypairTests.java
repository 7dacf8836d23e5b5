package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class KeypairTests {

    private static final byte[] MESSAGE =
            "a message".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    static Stream<JsonNode> derivations() {
        return Vectors.of("derivation").valueStream();
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void ofUriWhenJunctionsAreHardEqualsTheKnownKey(JsonNode vector) {
        boolean soft =
                vector.get("chainCodes")
                        .valueStream()
                        .anyMatch(code -> !code.get("hard").booleanValue());
        String path = vector.get("path").stringValue();
        if (soft) {
            assertThatIllegalArgumentException().isThrownBy(() -> Keypair.ofUri(path));
            return;
        }
        Keypair keypair = Keypair.ofUri(path);
        assertThat(keypair.publicKey()).isEqualTo(Vectors.bytes(vector, "publicKey"));
        assertThat(keypair.address().value()).isEqualTo(vector.get("ss58").stringValue());
    }

    @Test
    void ofMnemonicEqualsTheKnownKey() {
        JsonNode vector = Vectors.of("mnemonic");
        Keypair keypair = Keypair.ofMnemonic(vector.get("phrase").stringValue());
        assertThat(keypair.miniSecret()).isEqualTo(Vectors.bytes(vector, "miniSecret"));
        assertThat(keypair.publicKey()).isEqualTo(Vectors.bytes(vector, "publicKey"));
        assertThat(keypair.address().value()).isEqualTo(vector.get("ss58_42").stringValue());
    }

    @Test
    void ofUriWhenItHasAPhraseAndAPassphraseUsesBoth() {
        String phrase = Vectors.of("mnemonic").get("phrase").stringValue();
        assertThat(Keypair.ofUri(phrase + "///TREZOR").miniSecret())
                .isEqualTo(Vectors.bytes(Vectors.of("mnemonicWithPassword"), "miniSecret"));
        assertThat(Keypair.ofUri(phrase + "//Alice")).isEqualTo(Keypair.ofUri("//Alice"));
    }

    @Test
    void ofSecretKeyReadsBothFormsInUse() {
        JsonNode vector = Vectors.of("mnemonic");
        Keypair expected = Keypair.ofMiniSecret(Vectors.bytes(vector, "miniSecret"));
        Keypair fromEd25519 = Keypair.ofSecretKey(Vectors.bytes(vector, "expandedSecretEd25519"));
        assertThat(fromEd25519).isEqualTo(expected);
        assertThat(Keypair.ofSecretKey(expected.secretKey())).isEqualTo(expected);
        assertThat(Signatures.verify(expected.address(), MESSAGE, fromEd25519.sign(MESSAGE)))
                .isTrue();
        assertThatIllegalStateException().isThrownBy(fromEd25519::miniSecret);
    }

    @Test
    void ofSecretKeyWhenBytesAreNoSecretThrows() {
        byte[] noSecret = new byte[64];
        java.util.Arrays.fill(noSecret, (byte) 0xff);
        assertThatIllegalArgumentException().isThrownBy(() -> Keypair.ofSecretKey(noSecret));
        assertThatIllegalArgumentException().isThrownBy(() -> Keypair.ofSecretKey(new byte[63]));
    }

    @Test
    void signAnswersADifferentSignatureEachTimeThatVerifies() {
        Keypair keypair = Keypair.generate();
        byte[] one = keypair.sign(MESSAGE);
        byte[] two = keypair.sign(MESSAGE);
        assertThat(one).hasSize(64).isNotEqualTo(two);
        assertThat(List.of(one, two))
                .allMatch(signature -> Signatures.verify(keypair.address(), MESSAGE, signature));
    }

    @Test
    void toStringShowsNoSecret() {
        Keypair keypair = Keypair.ofUri("//Alice");
        assertThat(keypair)
                .hasToString("Keypair[5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY]");
    }
}
