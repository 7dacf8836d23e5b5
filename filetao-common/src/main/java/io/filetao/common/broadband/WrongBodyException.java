package io.filetao.common.broadband;

import java.io.IOException;

/** The bytes that came are not those that were announced; nothing of them is kept. */
public class WrongBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public WrongBodyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return this.reason;
    }

    /** What is wrong with a body. */
    public enum Reason {
        /** It is shorter or longer than announced. */
        LENGTH,
        /** Its SHA-256 is another one than announced. */
        DIGEST
    }
}
