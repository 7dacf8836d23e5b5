package io.filetao.validator.axon;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.index.ShardName;
import io.filetao.common.index.ShardStatus;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.protocol.StatusReply;
import io.filetao.common.protocol.StatusRequest;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Tells a miner which of its shards belong to recorded files, before it drops the others. */
final class StatusHandler implements SynapseHandler {

    private final FileIndex index;

    StatusHandler(FileIndex index) {
        this.index = index;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException, MalformedMessageException {
        StatusRequest asked =
                StatusRequest.decode(ByteBuffer.wrap(request.message(StatusRequest.MAX_BYTES)));
        List<ShardName> names =
                asked.shards().stream()
                        .map(shard -> new ShardName(shard.fileId().hex(), shard.rid().hex()))
                        .toList();
        try {
            return AxonResponse.ok(
                    new StatusReply(
                                    this.index.statuses(names).stream()
                                            .map(StatusHandler::onTheWire)
                                            .toList())
                            .encode());
        } catch (IndexUnavailableException away) {
            throw new AxonException(503, "index-away", "The index is away; ask again later");
        }
    }

    private static StatusReply.Status onTheWire(ShardStatus status) {
        return switch (status) {
            case UNKNOWN -> StatusReply.Status.UNKNOWN;
            case COMMITTED -> StatusReply.Status.COMMITTED;
            case PENDING -> StatusReply.Status.PENDING;
        };
    }
}
