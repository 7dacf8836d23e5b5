package io.filetao.common.transfer;

import java.io.IOException;

/** A transfer failed in a way that the protocol names. */
public class TransferException extends IOException {

    private static final long serialVersionUID = 1L;

    private final TransferFault fault;

    public TransferException(TransferFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public TransferFault fault() {
        return this.fault;
    }
}
