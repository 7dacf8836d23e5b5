package io.filetao.common.protocol;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests with the {@code btauth/1} scheme of Bittensor: a hotkey vouches for method, target, body, time and receiver.
 *
 * <p>Beside the headers of the scheme a request carries its body's digest, so that the receiver can check the signature before
 * the body arrives. {@link RequestVerifier} is the other side; docs/spec/identity.md gives the exact bytes.
 */
public final class RequestSignature {

    /** Version of the scheme, {@code 1}. */
    public static final String VERSION_HEADER = "X-Bittensor-Version";

    /** SS58 address of the caller. */
    public static final String HOTKEY_HEADER = "X-Bittensor-Hotkey";

    /** SS58 address of the receiver; absent when the request is for whoever gets it. */
    public static final String RECEIVER_HEADER = "X-Bittensor-Receiver";

    /** Unix nanoseconds, unique per caller. */
    public static final String NONCE_HEADER = "X-Bittensor-Nonce";

    /** {@code 0x} and 128 hexadecimal digits. */
    public static final String SIGNATURE_HEADER = "X-Bittensor-Signature";

    /** Kind of key, when it is not sr25519. */
    public static final String CRYPTO_HEADER = "X-Bittensor-Crypto";

    /** SHA-256 of the body in hexadecimal; may be absent when the body is empty. */
    public static final String BODY_DIGEST_HEADER = "Filetao-Body-Digest";

    /** Certificate of the account for which an unregistered hotkey acts. */
    public static final String ACCOUNT_HEADER = "Filetao-Account";

    /** SHA-256 of nothing, the digest of an absent body. */
    public static final Hash EMPTY_BODY = Hash.sha256();

    static final String VERSION = "1";
    static final String SCHEME = "sr25519";

    private RequestSignature() {}

    /**
     * The headers that sign a request.
     *
     * @param method HTTP method
     * @param target path with query exactly as sent in the request line
     * @param receiver hotkey of the node that shall answer; null leaves that open
     * @param bodyDigest SHA-256 of the body's bytes
     * @param nonce from a {@link NonceSequence}
     */
    public static Map<String, String> sign(
            Signer caller,
            String method,
            String target,
            @Nullable Ss58Address receiver,
            Hash bodyDigest,
            long nonce) {
        byte[] signature =
                caller.sign(payload(caller.address(), method, target, receiver, bodyDigest, nonce));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(VERSION_HEADER, VERSION);
        headers.put(HOTKEY_HEADER, caller.address().value());
        if (receiver != null) {
            headers.put(RECEIVER_HEADER, receiver.value());
        }
        headers.put(NONCE_HEADER, Long.toString(nonce));
        headers.put(SIGNATURE_HEADER, "0x" + HexFormat.of().formatHex(signature));
        headers.put(BODY_DIGEST_HEADER, bodyDigest.hex());
        return headers;
    }

    /** The signed bytes: eight lines in UTF-8, no line break after the last. */
    static byte[] payload(
            Ss58Address caller,
            String method,
            String target,
            @Nullable Ss58Address receiver,
            Hash bodyDigest,
            long nonce) {
        return String.join(
                        "\n",
                        "btauth/1",
                        SCHEME,
                        method.toUpperCase(Locale.ROOT),
                        target,
                        bodyDigest.hex(),
                        Long.toString(nonce),
                        caller.value(),
                        receiver == null ? "-" : receiver.value())
                .getBytes(StandardCharsets.UTF_8);
    }
}
