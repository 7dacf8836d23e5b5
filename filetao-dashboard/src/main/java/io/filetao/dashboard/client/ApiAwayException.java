package io.filetao.dashboard.client;

/** The API gave no usable answer; the message is one sentence for the page. */
public final class ApiAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;

    private final int status;

    ApiAwayException(String message, int status) {
        super(message);
        this.status = status;
    }

    ApiAwayException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** Status that the API answered with, 0 when it did not. */
    public int status() {
        return this.status;
    }

    /** Whether the API answered that there is no such thing. */
    public boolean unknown() {
        return this.status == NOT_FOUND;
    }
}
