package io.filetao.common.protocol;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Signs responses: the responder vouches for status and body as the answer to one request of one caller.
 *
 * <p>A response whose body is known before it is sent carries the signature in {@link #HEADER}; a streamed one ends with a frame
 * of the 64 bytes, over the digest of all bytes before that frame.
 */
public final class ResponseSignature {

    /** {@code 0x} and 128 hexadecimal digits. */
    public static final String HEADER = "Filetao-Response-Signature";

    /** Size of the frame that ends a streamed body, in bytes. */
    public static final int FRAME_BYTES = 64;

    private static final int TEXT_LENGTH = 2 + 2 * FRAME_BYTES;

    private ResponseSignature() {}

    /**
     * Signs a response.
     *
     * @param nonce of the request that is answered
     * @param status HTTP status
     * @param body SHA-256 of the body's bytes, without the signature's own frame
     * @param caller hotkey that signed the request
     * @return 64 bytes
     */
    public static byte[] sign(
            Signer responder, long nonce, int status, Hash body, Ss58Address caller) {
        return responder.sign(payload(responder.address(), nonce, status, body, caller));
    }

    /** Whether the responder signed exactly this answer to exactly this request. */
    public static boolean verify(
            Ss58Address responder,
            long nonce,
            int status,
            Hash body,
            Ss58Address caller,
            byte[] signature) {
        return Signatures.verify(
                responder, payload(responder, nonce, status, body, caller), signature);
    }

    /** The header's value for a signature. */
    public static String format(byte[] signature) {
        return "0x" + HexFormat.of().formatHex(signature);
    }

    /** The signature in a header's value; null when the header is absent or is not one. */
    public static byte @Nullable [] parse(@Nullable String header) {
        if (header == null || header.length() != TEXT_LENGTH || !header.startsWith("0x")) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(header, 2, TEXT_LENGTH);
        } catch (IllegalArgumentException notHexadecimal) {
            return null;
        }
    }

    static byte[] payload(
            Ss58Address responder, long nonce, int status, Hash body, Ss58Address caller) {
        return String.join(
                        "\n",
                        "filetao-response/1",
                        Long.toString(nonce),
                        Integer.toString(status),
                        body.hex(),
                        responder.value(),
                        caller.value())
                .getBytes(StandardCharsets.UTF_8);
    }
}
