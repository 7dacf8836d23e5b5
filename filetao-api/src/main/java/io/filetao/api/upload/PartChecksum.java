package io.filetao.api.upload;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.crypto.Hash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header {@code Upload-Checksum} of a part: which digest its bytes must have. */
record PartChecksum(String algorithm, byte[] digest) {

    private static final Map<String, String> ALGORITHMS = new LinkedHashMap<>();

    static {
        ALGORITHMS.put("sha1", "SHA-1");
        ALGORITHMS.put("sha256", "SHA-256");
        ALGORITHMS.put("sha512", "SHA-512");
    }

    /** The names of the algorithms, as the protocol lists them. */
    static String algorithms() {
        return String.join(",", ALGORITHMS.keySet());
    }

    /**
     * Reads the header.
     *
     * @return null when there is none
     * @throws ProblemException with 400 when it is malformed or names an algorithm that is not checked here
     */
    static @Nullable PartChecksum of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.strip().split(" ", -1);
        if (parts.length == 2 && ALGORITHMS.containsKey(parts[0])) {
            try {
                byte[] digest = Base64.getDecoder().decode(parts[1]);
                if (digest.length == newDigest(parts[0]).getDigestLength()) {
                    return new PartChecksum(parts[0], digest);
                }
            } catch (IllegalArgumentException garbled) {
                // Refused below like one of the wrong length.
            }
        }
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "Upload-Checksum is malformed; write it as 'sha256 BASE64', with one of %s."
                        .formatted(algorithms()));
    }

    /** What a signature promises of a body. */
    static PartChecksum of(Hash signed) {
        return new PartChecksum("sha256", signed.bytes());
    }

    /** The same bytes, whose end is refused when they are others than announced. */
    InputStream check(InputStream body) {
        return new Checked(body, newDigest(this.algorithm), this.digest);
    }

    private static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(ALGORITHMS.get(algorithm));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has " + algorithm, absent);
        }
    }

    private static final class Checked extends FilterInputStream {

        private final MessageDigest digest;
        private final byte[] expected;
        private boolean ended;

        Checked(InputStream body, MessageDigest digest, byte[] expected) {
            super(body);
            this.digest = digest;
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                this.digest.update(target, offset, count);
            } else if (count < 0 && !this.ended) {
                if (!MessageDigest.isEqual(this.digest.digest(), this.expected)) {
                    throw new ProblemException(
                            ProblemType.CHECKSUM_MISMATCH,
                            "The part does not have the checksum that was announced, so nothing is"
                                    + " kept of it; send it again.");
                }
                this.ended = true;
            }
            return count;
        }
    }
}
