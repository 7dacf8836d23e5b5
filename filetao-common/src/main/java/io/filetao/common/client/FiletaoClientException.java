package io.filetao.common.client;

import java.io.IOException;

/** Storing or retrieving did not work; the message is one sentence that says what to do. */
public class FiletaoClientException extends IOException {

    private static final long serialVersionUID = 1L;

    public FiletaoClientException(String message) {
        super(message);
    }

    public FiletaoClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
