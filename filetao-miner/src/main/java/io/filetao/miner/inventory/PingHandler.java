package io.filetao.miner.inventory;

import io.filetao.common.protocol.PingReply;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.miner.shard.SpaceBudget;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.io.IOException;

/** Answers that the miner is there, with its load. */
public final class PingHandler implements SynapseHandler {

    private final String program;
    private final RedisShardIndex index;
    private final SpaceBudget space;

    /**
     * @param program name and version of this program
     */
    public PingHandler(String program, RedisShardIndex index, SpaceBudget space) {
        this.program = program;
        this.index = index;
        this.space = space;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        PingReply reply =
                new PingReply(
                        this.program,
                        Math.max(0, this.index.totals().shards()),
                        this.space.used(),
                        this.space.available());
        return AxonResponse.ok(reply.encode());
    }
}
