package io.filetao.dashboard.client;

/** The API gave no usable answer; the message is one sentence for the page. */
public final class ApiAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApiAwayException(String message) {
        super(message);
    }

    ApiAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
