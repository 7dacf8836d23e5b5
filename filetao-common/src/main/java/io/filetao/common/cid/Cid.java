package io.filetao.common.cid;

import io.filetao.common.cid.InvalidCidException.Reason;
import io.filetao.common.crypto.Hash;
import java.util.Arrays;

/**
 * The identifier of a file's bytes as stored: CID version 1, codec raw, multihash sha2-256, in lower-case base32.
 *
 * <p>Its 36 bytes are {@code 01 55 12 20} and the SHA-256 digest; the text is {@code b} and 58 letters and always starts with
 * {@code bafkrei}.
 *
 * @param digest SHA-256 of the bytes
 */
public record Cid(Hash digest) {

    private static final byte[] PREFIX = {0x01, 0x55, 0x12, 0x20};
    private static final int BYTES = PREFIX.length + Hash.BYTES;
    private static final int TEXT_LENGTH = 59;
    private static final int MAX_TEXT_LENGTH = 256;

    /** The identifier of the given content. */
    public static Cid of(byte[] content) {
        return new Cid(Hash.sha256(content));
    }

    /** The identifier of content with the given SHA-256 digest. */
    public static Cid ofDigest(Hash digest) {
        return new Cid(digest);
    }

    /**
     * Reads the one canonical text of an identifier.
     *
     * @throws InvalidCidException when it is anything else, with a reason of its own for CIDs of other kinds
     */
    public static Cid decode(String text) {
        if (text.length() == 46 && text.startsWith("Qm")) {
            throw new InvalidCidException(
                    Reason.VERSION_0,
                    "This is a CID of version 0 (Qm…), which names an IPFS directory tree; give the bafkrei… identifier that the"
                            + " upload printed");
        }
        if (text.length() > MAX_TEXT_LENGTH || text.length() < 2) {
            throw malformed("has " + text.length() + " characters instead of " + TEXT_LENGTH);
        }
        if (text.charAt(0) != 'b') {
            if ("BzZfFuUmMkKvVtTcChp".indexOf(text.charAt(0)) >= 0 && text.length() > 40) {
                throw new InvalidCidException(
                        Reason.OTHER_BASE,
                        "This identifier is not written in lower-case base32; give it as bafkrei…");
            }
            throw malformed("does not start with bafkrei");
        }
        byte[] bytes;
        try {
            bytes = Base32.decode(text.substring(1));
        } catch (IllegalArgumentException notBase32) {
            throw malformed("is mistyped: " + notBase32.getMessage());
        }
        requireOurKind(bytes);
        return new Cid(Hash.of(Arrays.copyOfRange(bytes, PREFIX.length, BYTES)));
    }

    @Override
    public String toString() {
        byte[] bytes = Arrays.copyOf(PREFIX, BYTES);
        System.arraycopy(this.digest.bytes(), 0, bytes, PREFIX.length, Hash.BYTES);
        return "b" + Base32.encode(bytes);
    }

    private static void requireOurKind(byte[] bytes) {
        if (bytes.length < PREFIX.length || bytes[0] != PREFIX[0]) {
            throw malformed("is cut off or not of version 1");
        }
        if (bytes[1] != PREFIX[1]) {
            throw new InvalidCidException(
                    Reason.OTHER_CODEC,
                    "This CID names structured data (codec 0x%02x), not raw bytes; only raw identifiers (bafkrei…) are stored here"
                            .formatted(bytes[1]));
        }
        if (bytes[2] != PREFIX[2] || bytes[3] != PREFIX[3]) {
            throw new InvalidCidException(
                    Reason.OTHER_HASH,
                    "This CID uses hash 0x%02x of %d bytes; only SHA-256 identifiers (bafkrei…) are stored here"
                            .formatted(bytes[2], bytes[3] & 0xff));
        }
        if (bytes.length != BYTES) {
            throw malformed("has the wrong length");
        }
    }

    private static InvalidCidException malformed(String what) {
        return new InvalidCidException(
                Reason.MALFORMED,
                "The identifier "
                        + what
                        + "; copy the whole bafkrei… text that the upload printed");
    }
}
