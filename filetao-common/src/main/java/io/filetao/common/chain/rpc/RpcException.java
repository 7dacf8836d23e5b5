package io.filetao.common.chain.rpc;

import io.filetao.common.chain.ChainException;

/** A node answered a call with an error. */
public final class RpcException extends ChainException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String detail;

    RpcException(String method, int code, String detail) {
        super("The chain answered " + method + " with error " + code + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    /** The number of the error, such as -32601 for a method that the node does not know. */
    public int code() {
        return this.code;
    }

    /** What the node says about it. */
    public String detail() {
        return this.detail;
    }
}
