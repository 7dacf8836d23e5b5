package io.filetao.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.Authentication.Refused;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RequestVerifierTests {

    private static final Keypair CALLER = Keypair.ofUri("//Alice");
    private static final Keypair RECEIVER = Keypair.ofUri("//Bob");
    private static final String TARGET = "/v1/shards/00?x=1";
    private static final Hash BODY = Hash.sha256("body".getBytes(StandardCharsets.UTF_8));
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456789Z");
    private static final long NONCE = NonceSequence.nanoseconds(NOW);

    private final Set<String> seen = new HashSet<>();
    private final Nonces nonces = (hotkey, nonce) -> this.seen.add(hotkey + "." + nonce);
    private final Map<String, String> headers = new HashMap<>(signed(RECEIVER.address(), NONCE));

    @Test
    void payloadEqualsTheKnownAnswer() {
        JsonNode vector = Vectors.of("btauthSr25519");
        byte[] payload =
                RequestSignature.payload(
                        CALLER.address(),
                        "post",
                        "/generate?stream=false",
                        RECEIVER.address(),
                        Hash.sha256("{\"prompt\": \"hello\"}".getBytes(StandardCharsets.UTF_8)),
                        1752076800000000000L);
        assertThat(new String(payload, StandardCharsets.UTF_8))
                .isEqualTo(vector.get("payload").stringValue());
        assertThat(Signatures.verify(CALLER.address(), payload, Vectors.bytes(vector, "signature")))
                .isTrue();
    }

    @Test
    void verifyWhenTheRequestIsAsSignedAnswersTheCaller() {
        assertThat(verify()).isEqualTo(new Caller(CALLER.address(), NONCE, BODY));
    }

    @Test
    void verifyWhenTheRequestComesTwiceRefusesTheSecond() {
        verify();
        assertRefused(AuthRefusal.REPLAYED);
    }

    @Test
    void verifyWhenTheSignatureIsForgedUsesUpNoNonce() {
        this.headers.put(RequestSignature.BODY_DIGEST_HEADER, Hash.sha256().hex());
        assertRefused(AuthRefusal.BAD_SIGNATURE);
        assertThat(this.seen).isEmpty();
    }

    @Test
    void verifyWhenMethodOrTargetDifferRefuses() {
        assertThat(verifier(NOW).verify("GET", TARGET, this.headers::get))
                .extracting(result -> ((Refused) result).reason())
                .isEqualTo(AuthRefusal.BAD_SIGNATURE);
        assertThat(verifier(NOW).verify("PUT", TARGET + "0", this.headers::get))
                .extracting(result -> ((Refused) result).reason())
                .isEqualTo(AuthRefusal.BAD_SIGNATURE);
    }

    @Test
    void verifyWhenSomebodyElseClaimsTheSignatureRefuses() {
        this.headers.put(
                RequestSignature.HOTKEY_HEADER, Keypair.ofUri("//Charlie").address().value());
        assertRefused(AuthRefusal.BAD_SIGNATURE);
    }

    @Test
    void verifyWhenAddressedToAnotherRefuses() {
        this.headers.putAll(signed(Keypair.ofUri("//Charlie").address(), NONCE));
        assertRefused(AuthRefusal.WRONG_RECEIVER);
    }

    @Test
    void verifyWhenNoReceiverIsNamedDependsOnTheVerifier() {
        this.headers.clear();
        this.headers.putAll(RequestSignature.sign(CALLER, "PUT", TARGET, null, BODY, NONCE));
        assertRefused(AuthRefusal.WRONG_RECEIVER);
        RequestVerifier open =
                RequestVerifier.addressedToOrOpen(
                        RECEIVER.address(), this.nonces, InstantSource.fixed(NOW));
        assertThat(open.verify("PUT", TARGET, this.headers::get)).isInstanceOf(Caller.class);
    }

    @Test
    void verifyWhenTheReceiverWasStrippedRefuses() {
        this.headers.remove(RequestSignature.RECEIVER_HEADER);
        RequestVerifier open =
                RequestVerifier.addressedToOrOpen(
                        RECEIVER.address(), this.nonces, InstantSource.fixed(NOW));
        assertThat(open.verify("PUT", TARGET, this.headers::get))
                .extracting(result -> ((Refused) result).reason())
                .isEqualTo(AuthRefusal.BAD_SIGNATURE);
    }

    @Test
    void verifyWhenTooOldOrTooFarAheadRefuses() {
        assertRefusedAt(NOW.plus(RequestVerifier.MAX_AGE).plusNanos(1), AuthRefusal.STALE);
        assertRefusedAt(NOW.minus(RequestVerifier.MAX_AHEAD).minusNanos(1), AuthRefusal.EARLY);
        assertThat(
                        verifier(NOW.plus(RequestVerifier.MAX_AGE))
                                .verify("PUT", TARGET, this.headers::get))
                .isInstanceOf(Caller.class);
    }

    @Test
    void verifyWhenTheBodyIsEmptyNeedsNoDigest() {
        this.headers.clear();
        this.headers.putAll(
                RequestSignature.sign(
                        CALLER,
                        "GET",
                        "/v1/ping",
                        RECEIVER.address(),
                        RequestSignature.EMPTY_BODY,
                        NONCE));
        this.headers.remove(RequestSignature.BODY_DIGEST_HEADER);
        assertThat(verifier(NOW).verify("GET", "/v1/ping", this.headers::get))
                .isEqualTo(new Caller(CALLER.address(), NONCE, RequestSignature.EMPTY_BODY));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "X-Bittensor-Version, absent, MALFORMED",
                "X-Bittensor-Version, 2, UNSUPPORTED",
                "X-Bittensor-Crypto, ed25519, UNSUPPORTED",
                "X-Bittensor-Hotkey, absent, MALFORMED",
                "X-Bittensor-Hotkey, 5GrwvaEF, MALFORMED",
                "X-Bittensor-Nonce, absent, MALFORMED",
                "X-Bittensor-Nonce, -1, MALFORMED",
                "X-Bittensor-Nonce, 01, MALFORMED",
                "X-Bittensor-Nonce, 9999999999999999999, MALFORMED",
                "X-Bittensor-Nonce, 99999999999999999999999999, MALFORMED",
                "X-Bittensor-Nonce, 9223372036854775807, EARLY",
                "X-Bittensor-Nonce, 1, STALE",
                "X-Bittensor-Signature, absent, MALFORMED",
                "X-Bittensor-Signature, 0x, MALFORMED",
                "X-Bittensor-Receiver, -, WRONG_RECEIVER",
                "Filetao-Body-Digest, absent, BAD_SIGNATURE",
                "Filetao-Body-Digest, 00, MALFORMED"
            })
    void verifyWhenAHeaderIsNotWhatItShouldBeNamesTheRefusal(
            String header, String value, AuthRefusal refusal) {
        this.headers.put(header, value);
        assertRefused(refusal);
    }

    @Test
    void verifyWhenSignedWithTheSchemesOfficialHeadersOnlyIgnoresCaseOfTheirSignature() {
        this.headers.computeIfPresent(
                RequestSignature.SIGNATURE_HEADER,
                (name, value) -> "0x" + value.substring(2).toUpperCase());
        assertThat(verify()).isInstanceOf(Caller.class);
    }

    @Test
    void nextNeverAnswersTheSameNonceTwice() {
        NonceSequence sequence = new NonceSequence(InstantSource.fixed(NOW));
        assertThat(sequence.next()).isEqualTo(NONCE);
        assertThat(sequence.next()).isEqualTo(NONCE + 1);
        assertThat(Duration.ofNanos(NONCE).toSeconds()).isEqualTo(NOW.getEpochSecond());
    }

    private Authentication verify() {
        return verifier(NOW).verify("PUT", TARGET, this.headers::get);
    }

    private void assertRefused(AuthRefusal reason) {
        assertRefusedAt(NOW, reason);
    }

    private void assertRefusedAt(Instant time, AuthRefusal reason) {
        Authentication result = verifier(time).verify("PUT", TARGET, this.headers::get);
        assertThat(result).isInstanceOf(Refused.class);
        assertThat(((Refused) result).reason()).isEqualTo(reason);
        assertThat(((Refused) result).detail()).isNotBlank();
    }

    private RequestVerifier verifier(Instant time) {
        return RequestVerifier.addressedTo(
                RECEIVER.address(), this.nonces, InstantSource.fixed(time));
    }

    private static Map<String, String> signed(Ss58Address receiver, long nonce) {
        return RequestSignature.sign(CALLER, "PUT", TARGET, receiver, BODY, nonce);
    }
}
