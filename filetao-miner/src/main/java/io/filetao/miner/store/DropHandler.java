package io.filetao.miner.store;

import io.filetao.common.protocol.DropRequest;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.miner.shard.ShardStore;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Removes shards that their validator does not need any more. */
public final class DropHandler implements SynapseHandler {

    private final ShardStore shards;

    public DropHandler(ShardStore shards) {
        this.shards = shards;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        DropRequest drop =
                DropRequest.decode(ByteBuffer.wrap(request.message(DropRequest.MAX_BYTES)));
        this.shards.drop(drop.rids(), request.caller().hotkey());
        return AxonResponse.done();
    }
}
