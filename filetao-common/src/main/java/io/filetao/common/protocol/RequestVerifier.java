package io.filetao.common.protocol;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.Authentication.Refused;
import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signature of a request from its headers alone, before any of its body is read.
 *
 * <p>The cheap checks come first (shape, receiver, age), then the signature, and only then is the nonce recorded: a forger can
 * neither cost much nor use up somebody's nonce. That the body has the digest that was signed is for the caller to check while
 * the body streams in.
 */
public final class RequestVerifier {

    /** How old a request may be. */
    public static final Duration MAX_AGE = Duration.ofSeconds(10);

    /** How far a caller's clock may be ahead. */
    public static final Duration MAX_AHEAD = Duration.ofSeconds(2);

    private static final int MAX_TARGET_LENGTH = 8192;
    private static final Pattern NONCE = Pattern.compile("[1-9][0-9]{0,18}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SIGNATURE = Pattern.compile("0x[0-9a-fA-F]{128}");

    private final Ss58Address self;
    private final boolean receiverRequired;
    private final Nonces nonces;
    private final InstantSource clock;

    private RequestVerifier(
            Ss58Address self, boolean receiverRequired, Nonces nonces, InstantSource clock) {
        this.self = self;
        this.receiverRequired = receiverRequired;
        this.nonces = nonces;
        this.clock = clock;
    }

    /** A verifier for a node that answers only requests addressed to it. */
    public static RequestVerifier addressedTo(
            Ss58Address self, Nonces nonces, InstantSource clock) {
        return new RequestVerifier(self, true, nonces, clock);
    }

    /** A verifier that also accepts requests that name no receiver, for services whose hotkey a client may not know. */
    public static RequestVerifier addressedToOrOpen(
            Ss58Address self, Nonces nonces, InstantSource clock) {
        return new RequestVerifier(self, false, nonces, clock);
    }

    /**
     * Who sent the request, or why it is refused. Throws nothing for whatever the headers hold; only an exception of the
     * {@link Nonces} passes through.
     *
     * @param method HTTP method as received
     * @param target path with query exactly as received
     * @param header value of the named header, null when it is absent; a header that occurs twice is to be answered with both
     *     values joined by a comma, which no check here accepts
     */
    public Authentication verify(
            String method, String target, Function<String, @Nullable String> header) {
        String version = header.apply(RequestSignature.VERSION_HEADER);
        String hotkey = header.apply(RequestSignature.HOTKEY_HEADER);
        String nonceText = header.apply(RequestSignature.NONCE_HEADER);
        String signatureText = header.apply(RequestSignature.SIGNATURE_HEADER);
        if (version == null || hotkey == null || nonceText == null || signatureText == null) {
            return refused(
                    AuthRefusal.MALFORMED,
                    "The request is not signed; send the X-Bittensor-Version, -Hotkey, -Nonce and -Signature headers");
        }
        String crypto = header.apply(RequestSignature.CRYPTO_HEADER);
        if (!version.equals(RequestSignature.VERSION)
                || (crypto != null && !crypto.equals(RequestSignature.SCHEME))) {
            return refused(
                    AuthRefusal.UNSUPPORTED, "Only btauth version 1 with sr25519 keys is accepted");
        }
        Ss58Address caller = address(hotkey);
        if (caller == null) {
            return refused(AuthRefusal.MALFORMED, "X-Bittensor-Hotkey is not an SS58 address");
        }
        if (!SIGNATURE.matcher(signatureText).matches()) {
            return refused(
                    AuthRefusal.MALFORMED,
                    "X-Bittensor-Signature is not 0x and 128 hexadecimal digits");
        }
        if (target.length() > MAX_TARGET_LENGTH || target.indexOf('\n') >= 0) {
            return refused(AuthRefusal.MALFORMED, "The request target is too long or broken");
        }
        String digestText = header.apply(RequestSignature.BODY_DIGEST_HEADER);
        if (digestText != null && !DIGEST.matcher(digestText).matches()) {
            return refused(
                    AuthRefusal.MALFORMED,
                    "Filetao-Body-Digest is not 64 lower-case hexadecimal digits of a SHA-256");
        }
        Long nonce = nonce(nonceText);
        if (nonce == null) {
            return refused(AuthRefusal.MALFORMED, "X-Bittensor-Nonce is not a time in nanoseconds");
        }
        String receiverText = header.apply(RequestSignature.RECEIVER_HEADER);
        Refused wrongReceiver = checkReceiver(receiverText);
        if (wrongReceiver != null) {
            return wrongReceiver;
        }
        Refused wrongTime = checkTime(nonce);
        if (wrongTime != null) {
            return wrongTime;
        }
        Hash digest = digestText == null ? RequestSignature.EMPTY_BODY : Hash.ofHex(digestText);
        byte[] payload =
                RequestSignature.payload(
                        caller,
                        method,
                        target,
                        receiverText == null ? null : this.self,
                        digest,
                        nonce);
        byte[] signature = HexFormat.of().parseHex(signatureText, 2, signatureText.length());
        if (!Signatures.verify(caller, payload, signature)) {
            return refused(
                    AuthRefusal.BAD_SIGNATURE,
                    digestText == null
                            ? "The signature does not fit the request; a request with a body must send Filetao-Body-Digest"
                            : "The signature does not fit the request; sign method, target, digest, nonce and receiver as sent");
        }
        if (!this.nonces.firstUse(caller, nonce)) {
            return refused(
                    AuthRefusal.REPLAYED,
                    "This nonce was used before; sign every request with a new one");
        }
        return new Caller(caller, nonce, digest);
    }

    private @Nullable Refused checkReceiver(@Nullable String receiver) {
        if (receiver == null) {
            return this.receiverRequired
                    ? refused(
                            AuthRefusal.WRONG_RECEIVER,
                            "The request names no receiver; send X-Bittensor-Receiver: "
                                    + this.self)
                    : null;
        }
        return receiver.equals(this.self.value())
                ? null
                : refused(
                        AuthRefusal.WRONG_RECEIVER,
                        "The request is addressed to another node; this one is " + this.self);
    }

    private @Nullable Refused checkTime(long nonce) {
        long age = NonceSequence.nanoseconds(this.clock.instant()) - nonce;
        if (age > MAX_AGE.toNanos()) {
            return refused(
                    AuthRefusal.STALE,
                    "The request is more than 10 s old; set both clocks by NTP or send it again");
        }
        if (-age > MAX_AHEAD.toNanos()) {
            return refused(
                    AuthRefusal.EARLY,
                    "The request is dated more than 2 s ahead; set both clocks by NTP");
        }
        return null;
    }

    private static @Nullable Ss58Address address(String text) {
        try {
            return new Ss58Address(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static @Nullable Long nonce(String text) {
        if (!NONCE.matcher(text).matches()) {
            return null;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    private static Refused refused(AuthRefusal reason, String detail) {
        return new Refused(reason, detail);
    }
}
