package io.filetao.common.protocol.dendrite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call to another node did not bring the answer that was asked for; {@link #reason()} says why. */
public class DendriteException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int status;
    private final @Nullable Refusal refusal;

    public DendriteException(Reason reason, String message) {
        this(reason, message, null);
    }

    public DendriteException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.status = 0;
        this.refusal = null;
    }

    DendriteException(int status, @Nullable Refusal refusal, String message) {
        super(message);
        this.reason = Reason.REFUSED;
        this.status = status;
        this.refusal = refusal;
    }

    public Reason reason() {
        return this.reason;
    }

    /** The HTTP status when the node refused, otherwise 0. */
    public int status() {
        return this.status;
    }

    /** What the node said when it refused; null when it said nothing that its hotkey has signed. */
    public @Nullable Refusal refusal() {
        return this.refusal;
    }

    /** Why a call failed. */
    public enum Reason {
        /** The address may not be called. */
        FORBIDDEN_ADDRESS,
        /** No connection, or it broke. */
        UNREACHABLE,
        /** Nothing moved for the idle time, or the answer took longer than allowed. */
        TIMEOUT,
        /** The answer is longer than allowed. */
        TOO_LARGE,
        /** The answer is not signed by the node's hotkey, or it is another answer that was signed. */
        BAD_SIGNATURE,
        /** The node speaks no version of the protocol that this one speaks. */
        INCOMPATIBLE,
        /** The answer is not what the protocol says. */
        MALFORMED,
        /** The node answered with an error status. */
        REFUSED
    }
}
