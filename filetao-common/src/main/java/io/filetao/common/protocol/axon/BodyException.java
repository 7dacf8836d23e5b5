package io.filetao.common.protocol.axon;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request or response body could not be moved to its end; {@link #reason()} says whose fault that is. */
public class BodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BodyException(Reason reason, String message) {
        this(reason, message, null);
    }

    public BodyException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return this.reason;
    }

    /** Why a body ended before its end. */
    public enum Reason {
        /** More bytes came than the receiver accepts. */
        TOO_LARGE,
        /** The body ended before the bytes that were announced. */
        TOO_SHORT,
        /** The other side moved no byte for longer than the idle time. */
        TOO_SLOW,
        /** The other side went away. */
        ABORTED,
        /** The bytes are not those whose digest was signed or announced. */
        WRONG_DIGEST
    }
}
