package io.filetao.common.proof;

import java.io.IOException;

/** A miner does not take a shard, for a named reason. */
public class ShardRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StoreRefusal reason;

    ShardRefusedException(StoreRefusal reason) {
        super("The shard is refused: " + reason.text());
        this.reason = reason;
    }

    public StoreRefusal reason() {
        return this.reason;
    }
}
