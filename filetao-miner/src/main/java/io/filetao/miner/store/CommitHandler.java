package io.filetao.miner.store;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.miner.shard.ShardStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Notes that shards belong to a recorded file and keeps a copy of its manifest. */
public final class CommitHandler implements SynapseHandler {

    private final ShardStore shards;

    public CommitHandler(ShardStore shards) {
        this.shards = shards;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        CommitRequest commit =
                CommitRequest.decode(ByteBuffer.wrap(request.message(CommitRequest.MAX_BYTES)));
        Ss58Address validator = request.caller().hotkey();
        Map<ShardId, FileId> held = new HashMap<>();
        for (ShardId rid : commit.rids()) {
            Optional<FileId> file = this.shards.commit(rid, validator, commit.expiresAt());
            file.ifPresent(id -> held.put(rid, id));
        }
        if (held.values().stream().distinct().count() > 1) {
            throw new AxonException(
                    400, "several-files", "The shards of one commit belong to one file");
        }
        if (!held.isEmpty() && commit.manifest().length > 0) {
            FileId file = held.values().iterator().next();
            this.shards.keepManifest(file, validator, commit);
        }
        int unknown = commit.rids().size() - held.size();
        if (unknown > 0) {
            throw new AxonException(
                    404,
                    "unknown-shard",
                    "This miner does not hold "
                            + unknown
                            + " of these shards; the others are committed");
        }
        return AxonResponse.done();
    }
}
