package io.filetao.common.chain.rpc;

import io.filetao.common.chain.ChainException;

/** The connection broke before the answer came; whether the node acted on the call is not known. */
public final class ConnectionLostException extends ChainException {

    private static final long serialVersionUID = 1L;

    ConnectionLostException(String message) {
        super(message);
    }

    ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
