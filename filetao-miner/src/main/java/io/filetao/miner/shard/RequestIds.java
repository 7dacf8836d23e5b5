package io.filetao.miner.shard;

import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;

/** Reads the names of shards from requests. */
public final class RequestIds {

    private RequestIds() {}

    /** The path's variable {@code rid}. */
    public static ShardId rid(AxonRequest request) {
        try {
            return ShardId.parse(request.variable("rid"));
        } catch (IllegalArgumentException malformed) {
            throw new AxonException(
                    400, "malformed-shard-id", "A shard's id has 32 lower-case hexadecimal digits");
        }
    }

    /** The refusal for a shard that is not held for the caller. */
    public static AxonException unknown(ShardId rid) {
        return new AxonException(404, "unknown-shard", "This miner does not hold shard " + rid);
    }

    /** The refusal for a shard that the disk has changed. */
    public static AxonException damaged(ShardId rid) {
        return new AxonException(
                410, "shard-damaged", "Shard " + rid + " is damaged on this miner's disk");
    }
}
