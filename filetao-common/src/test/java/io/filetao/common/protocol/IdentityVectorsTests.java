package io.filetao.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The known answers that docs/spec/identity.md publishes. */
class IdentityVectorsTests {

    private static final JsonNode VECTORS =
            JsonMapper.shared().readTree(Path.of("../docs/spec/vectors/identity.json"));
    private static final Ss58Address BOB = Keypair.ofUri("//Bob").address();

    static Stream<Map.Entry<String, JsonNode>> keys() {
        return VECTORS.get("keys").propertyStream();
    }

    static Stream<JsonNode> requests() {
        return VECTORS.get("requests").valueStream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keysGrowFromTheirMiniSecrets(Map.Entry<String, JsonNode> entry) {
        JsonNode key = entry.getValue();
        Keypair keypair = Keypair.ofMiniSecret(Vectors.bytes(key, "miniSecret"));
        assertThat(keypair).isEqualTo(Keypair.ofUri(key.get("uri").stringValue()));
        assertThat(keypair.address().value()).isEqualTo(key.get("address").stringValue());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreAcceptedAndSignTheseLines(JsonNode request) {
        JsonNode headers = request.get("headers");
        Ss58Address caller = new Ss58Address(headers.get("X-Bittensor-Hotkey").stringValue());
        long nonce = Long.parseLong(headers.get("X-Bittensor-Nonce").stringValue());
        Hash digest = Hash.sha256(utf8(request, "bodyUtf8"));
        RequestVerifier verifier =
                RequestVerifier.addressedToOrOpen(
                        BOB,
                        (hotkey, used) -> true,
                        InstantSource.fixed(Instant.ofEpochSecond(0, nonce)));
        assertThat(
                        verifier.verify(
                                request.get("method").stringValue(),
                                request.get("target").stringValue(),
                                name -> headers.has(name) ? headers.get(name).stringValue() : null))
                .isEqualTo(new Caller(caller, nonce, digest));
        assertThat(
                        Signatures.verify(
                                caller,
                                utf8(request, "signed"),
                                Vectors.bytes(headers, "X-Bittensor-Signature")))
                .isTrue();
    }

    @Test
    void responseIsAcceptedAndSignsTheseLines() {
        JsonNode response = VECTORS.get("response");
        Ss58Address responder = new Ss58Address(response.get("responder").stringValue());
        byte[] signature = Vectors.bytes(response, "signature");
        assertThat(
                        ResponseSignature.verify(
                                responder,
                                Long.parseLong(response.get("nonce").stringValue()),
                                response.get("status").intValue(),
                                Hash.sha256(utf8(response, "bodyUtf8")),
                                new Ss58Address(response.get("caller").stringValue()),
                                signature))
                .isTrue();
        assertThat(Signatures.verify(responder, utf8(response, "signed"), signature)).isTrue();
    }

    @Test
    void certificateIsAcceptedAndReadsAsStated() {
        JsonNode vector = VECTORS.get("certificate");
        AccountCertificate certificate = AccountCertificate.parse(vector.get("text").stringValue());
        Ss58Address hotkey = new Ss58Address(vector.get("hotkey").stringValue());
        Instant issuedAt = Instant.ofEpochSecond(vector.get("issuedAt").longValue());
        assertThat(certificate.coldkey().value()).isEqualTo(vector.get("coldkey").stringValue());
        assertThat(certificate.issuedAt()).isEqualTo(issuedAt);
        assertThat(certificate.expiresAt().getEpochSecond())
                .isEqualTo(vector.get("expiresAt").longValue());
        assertThat(certificate.verify(hotkey, issuedAt)).isTrue();
    }

    @Test
    void cidsAreAsStated() {
        assertThat(VECTORS.get("cids").valueStream())
                .allSatisfy(vector ->
                        assertThat(Cid.of(utf8(vector, "contentUtf8")))
                                .hasToString(vector.get("cid").stringValue()));
    }

    private static byte[] utf8(JsonNode vector, String field) {
        return vector.get(field).stringValue().getBytes(StandardCharsets.UTF_8);
    }
}
