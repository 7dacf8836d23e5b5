package io.filetao.common.index;

import org.jspecify.annotations.Nullable;

/** The index cannot be reached or does not accept writes. */
public class IndexUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IndexUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
