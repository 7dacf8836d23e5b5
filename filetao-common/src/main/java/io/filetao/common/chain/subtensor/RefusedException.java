package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;

/** The chain heard a call and said no; the same call would be refused again now. */
final class RefusedException extends ChainException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
