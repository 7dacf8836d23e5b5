package io.filetao.miner.inventory;

import io.filetao.common.proof.FileId;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.miner.shard.ShardStore;
import java.io.IOException;

/** Gives back the copy of a manifest that the caller left here. */
public final class ManifestHandler implements SynapseHandler {

    private final ShardStore shards;

    public ManifestHandler(ShardStore shards) {
        this.shards = shards;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        FileId file;
        try {
            file = FileId.parse(request.variable("file"));
        } catch (IllegalArgumentException malformed) {
            throw new AxonException(
                    400, "malformed-file-id", "A file's id has 32 lower-case hexadecimal digits");
        }
        return this.shards
                .manifest(file, request.caller().hotkey())
                .map(AxonResponse::ok)
                .orElseThrow(() ->
                        new AxonException(
                                404,
                                "unknown-manifest",
                                "This miner holds no manifest of file " + file));
    }
}
