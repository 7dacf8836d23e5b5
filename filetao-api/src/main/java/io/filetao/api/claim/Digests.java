package io.filetao.api.claim;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.crypto.Hash;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The digests that an upload announces in {@code Repr-Digest} and {@code Content-Digest} (RFC 9530); algorithms other than these
 * two are ignored, as the RFC says.
 *
 * @param sha256 32 bytes, null when not announced
 * @param sha512 64 bytes, null when not announced
 */
public record Digests(@Nullable Hash sha256, byte @Nullable [] sha512) {

    public static final String REPRESENTATION = "Repr-Digest";
    public static final String CONTENT = "Content-Digest";

    private static final Pattern MEMBER =
            Pattern.compile("\\s*([a-z0-9*_.-]+)=:([A-Za-z0-9+/]*={0,2}):\\s*");

    /** The header's value for the digest of a whole file. */
    public static String format(Hash sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256.bytes()) + ":";
    }

    /**
     * Reads both headers, and what a signature promised for the body.
     *
     * @throws ProblemException with 400 when one is malformed or they contradict each other
     */
    public static Digests of(HttpHeaders headers, @Nullable Hash signed) {
        Hash sha256 = signed;
        byte[] sha512 = null;
        for (String header : List.of(REPRESENTATION, CONTENT)) {
            for (String value : headers.getOrEmpty(header)) {
                for (String text : value.split(",", -1)) {
                    Matcher member = MEMBER.matcher(text);
                    if (!member.matches()) {
                        throw malformed(header);
                    }
                    byte[] digest = decode(header, member.group(2));
                    switch (member.group(1)) {
                        case "sha-256" -> sha256 = agreed(sha256, hash(header, digest));
                        case "sha-512" -> sha512 = agreed512(header, sha512, digest);
                        default -> {
                            // Of an algorithm that is not checked here.
                        }
                    }
                }
            }
        }
        return new Digests(sha256, sha512);
    }

    private static byte[] decode(String header, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException garbled) {
            throw malformed(header);
        }
    }

    private static Hash hash(String header, byte[] digest) {
        if (digest.length != Hash.BYTES) {
            throw malformed(header);
        }
        return Hash.of(digest);
    }

    private static Hash agreed(@Nullable Hash known, Hash announced) {
        if (known != null && !known.equals(announced)) {
            throw new ProblemException(
                    ProblemType.DIGEST_MISMATCH,
                    "The announced digests contradict each other; send one digest of the bytes.");
        }
        return announced;
    }

    private static byte[] agreed512(String header, byte @Nullable [] known, byte[] announced) {
        if (announced.length != 64) {
            throw malformed(header);
        }
        if (known != null && !Arrays.equals(known, announced)) {
            throw new ProblemException(
                    ProblemType.DIGEST_MISMATCH,
                    "The announced digests contradict each other; send one digest of the bytes.");
        }
        return announced;
    }

    private static ProblemException malformed(String header) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                header + " is malformed; write it as sha-256=:BASE64: (RFC 9530).");
    }
}
