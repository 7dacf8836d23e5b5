package io.filetao.common.chain;

/** The chain could not be reached, refused a call, or answered nonsense; the message says which and what to do. */
public class ChainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ChainException(String message) {
        super(message);
    }

    public ChainException(String message, Throwable cause) {
        super(message, cause);
    }
}
