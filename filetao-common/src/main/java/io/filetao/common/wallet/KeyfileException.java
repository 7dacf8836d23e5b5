package io.filetao.common.wallet;

import org.jspecify.annotations.Nullable;

/** A wallet or keyfile that cannot be used; the message is one sentence that says what to do and holds no secret. */
public final class KeyfileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    KeyfileException(Reason reason, String message) {
        this(reason, message, null);
    }

    KeyfileException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return this.reason;
    }

    /** Why a wallet or keyfile cannot be used. */
    public enum Reason {
        /** No such wallet or file. */
        MISSING,
        /** There is one already, and it is never overwritten. */
        EXISTS,
        /** The system does not let this program read or write it. */
        INACCESSIBLE,
        /** Its content is damaged, cut off or of an unknown kind. */
        MALFORMED,
        /** It is encrypted and no password was given. */
        PASSWORD_NEEDED,
        /** The password does not open it, or its content was changed. */
        WRONG_PASSWORD,
        /** Opening it needs more memory than this program may use. */
        OUT_OF_MEMORY
    }
}
