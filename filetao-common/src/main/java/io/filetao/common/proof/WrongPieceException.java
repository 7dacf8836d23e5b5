package io.filetao.common.proof;

import java.io.IOException;

/** A miner served bytes that are not the shard's; nothing of the piece was released. */
public class WrongPieceException extends IOException {

    private static final long serialVersionUID = 1L;

    WrongPieceException(String message) {
        super(message);
    }
}
