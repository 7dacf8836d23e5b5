package io.filetao.common.cid;

/** A text that names no file here; the message says why in one sentence. */
public final class InvalidCidException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    InvalidCidException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is wrong with the text. */
    public Reason reason() {
        return this.reason;
    }

    /** Why a text is not an identifier of this network. */
    public enum Reason {
        /** Not a CID at all: mistyped, cut off, or something else. */
        MALFORMED,
        /** A CID of version 0, as older IPFS tools print it. */
        VERSION_0,
        /** A CID in a base other than lower-case base32. */
        OTHER_BASE,
        /** A CID of structured data rather than of raw bytes. */
        OTHER_CODEC,
        /** A CID made with a hash other than SHA-256. */
        OTHER_HASH
    }
}
