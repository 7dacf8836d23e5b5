package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SignaturesTests {

    @Test
    void verifyWhenOtherSoftwareSignedAccepts() {
        JsonNode vector = Vectors.of("sr25519");
        assertThat(
                        Signatures.verify(
                                Ss58Address.of(Vectors.bytes(vector, "publicKey")),
                                utf8(vector, "messageUtf8"),
                                Vectors.bytes(vector, "signature")))
                .isTrue();
        JsonNode dendrite = Vectors.of("dendriteMessage");
        assertThat(
                        Signatures.verify(
                                Ss58Address.of(Vectors.bytes(dendrite, "signerPublicKey")),
                                utf8(dendrite, "message"),
                                Vectors.bytes(dendrite, "signature")))
                .isTrue();
    }

    @Test
    void verifyWhenAnyBitOfTheSignatureDiffersRefuses() {
        JsonNode vector = Vectors.of("sr25519");
        Ss58Address signer = Ss58Address.of(Vectors.bytes(vector, "publicKey"));
        byte[] message = utf8(vector, "messageUtf8");
        byte[] signature = Vectors.bytes(vector, "signature");
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Signatures.verify(signer, message, changed)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void verifyWhenMessageSignerOrLengthDiffersRefuses() {
        JsonNode vector = Vectors.of("sr25519");
        Ss58Address signer = Ss58Address.of(Vectors.bytes(vector, "publicKey"));
        byte[] message = utf8(vector, "messageUtf8");
        byte[] signature = Vectors.bytes(vector, "signature");
        assertThat(Signatures.verify(signer, Arrays.copyOf(message, message.length - 1), signature))
                .isFalse();
        assertThat(Signatures.verify(Keypair.generate().address(), message, signature)).isFalse();
        assertThat(Signatures.verify(signer, message, Arrays.copyOf(signature, 63))).isFalse();
        assertThat(Signatures.verify(signer, message, new byte[0])).isFalse();
    }

    @Test
    void verifyWhenTheAddressIsNoPointRefuses() {
        byte[] noPoint = new byte[32];
        Arrays.fill(noPoint, (byte) 0xff);
        assertThat(Signatures.verify(Ss58Address.of(noPoint), new byte[0], new byte[64])).isFalse();
    }

    @Test
    void verifyWhenTheResponseIsNotReducedRefuses() {
        JsonNode vector = Vectors.of("sr25519");
        byte[] signature = Vectors.bytes(vector, "signature");
        Arrays.fill(signature, 32, 64, (byte) 0xff);
        assertThat(
                        Signatures.verify(
                                Ss58Address.of(Vectors.bytes(vector, "publicKey")),
                                utf8(vector, "messageUtf8"),
                                signature))
                .isFalse();
    }

    private static byte[] utf8(JsonNode vector, String field) {
        return vector.get(field).stringValue().getBytes(StandardCharsets.UTF_8);
    }
}
