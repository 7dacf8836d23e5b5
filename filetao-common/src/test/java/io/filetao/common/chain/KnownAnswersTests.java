package io.filetao.common.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Known answers of formats that the network meets in others and does not speak itself. */
class KnownAnswersTests {

    @Test
    void sha3EqualsTheKnownDigests() throws Exception {
        assertThat(sha3("")).isEqualTo(Vectors.of("sha3").get("empty").stringValue());
        assertThat(sha3("None")).isEqualTo(Vectors.of("sha3").get("None").stringValue());
    }

    @Test
    void bodyHashOfASynapseIsTheDigestOfItsFieldsDigests() throws Exception {
        StringBuilder digests = new StringBuilder();
        for (JsonNode field : Vectors.of("bodyHash").get("fields")) {
            digests.append(sha3(field.stringValue()));
        }
        assertThat(sha3(digests.toString()))
                .isEqualTo(Vectors.of("bodyHash").get("hash").stringValue());
    }

    @Test
    void ed25519RequestSignatureVerifies() {
        JsonNode vector = Vectors.of("btauthEd25519");
        byte[] key = Vectors.bytes(vector, "publicKey");
        assertThat(Ss58Address.of(key)).hasToString(vector.get("ss58").stringValue());
        byte[] payload = vector.get("payload").stringValue().getBytes(StandardCharsets.UTF_8);
        assertThat(vector.get("payload").stringValue().lines().collect(Collectors.toList()))
                .hasSize(8)
                .startsWith("btauth/1", "ed25519", "POST");
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(key));
        verifier.update(payload, 0, payload.length);
        assertThat(verifier.verifySignature(Vectors.bytes(vector, "signature"))).isTrue();
    }

    private static String sha3(String text) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA3-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
