package io.filetao.common.transfer;

import java.io.IOException;

/** A miner was not asked: it kept failing, or much is going on with it already. It says nothing about the miner's honesty. */
public final class MinerHeldBackException extends IOException {

    private static final long serialVersionUID = 1L;

    public MinerHeldBackException(String message) {
        super(message);
    }
}
