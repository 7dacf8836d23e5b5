package io.filetao.common.proof;

import java.io.IOException;

/** Bytes from outside are not the message that they should be. Nothing about them can be trusted. */
public class MalformedMessageException extends IOException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
