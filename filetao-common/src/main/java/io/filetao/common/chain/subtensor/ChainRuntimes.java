package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.metadata.Metadata;
import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.chain.rpc.RpcException;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleReader;
import io.filetao.common.chain.scale.ScaleWriter;
import io.filetao.common.crypto.Hash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The runtime of any block; metadata is read once for each version, so an upgrade is noticed with the first block after it. */
final class ChainRuntimes {

    private static final Logger LOG = LoggerFactory.getLogger(ChainRuntimes.class);
    private static final int KEPT = 4;
    private static final byte[] V15 = new ScaleWriter().u32(15).bytes();

    private final RpcClient rpc;
    private final Map<Long, Metadata> known = new ConcurrentHashMap<>();

    ChainRuntimes(RpcClient rpc) {
        this.rpc = rpc;
    }

    ChainRuntime at(Hash block) {
        JsonNode version = this.rpc.ask("state_getRuntimeVersion", Json.hex(block));
        long spec = Json.number(version, "specVersion");
        Metadata metadata = this.known.get(spec);
        if (metadata == null) {
            metadata = read(block);
            if (this.known.size() >= KEPT) {
                this.known.clear();
            }
            this.known.put(spec, metadata);
            LOG.info("The chain runs spec version {}, metadata V{}", spec, metadata.version());
        }
        return new ChainRuntime(spec, Json.number(version, "transactionVersion"), metadata);
    }

    private Metadata read(Hash block) {
        return offered(block)
                .orElseGet(() ->
                        Metadata.parse(
                                Json.bytes(this.rpc.ask("state_getMetadata", Json.hex(block)))));
    }

    /** V15, where the runtime offers it and it can be read. */
    private Optional<Metadata> offered(Hash block) {
        try {
            JsonNode answer =
                    this.rpc.ask(
                            "state_call",
                            "Metadata_metadata_at_version",
                            Json.hex(V15),
                            Json.hex(block));
            ScaleReader in = new ScaleReader(Json.bytes(answer));
            return in.option(ScaleReader::byteVector).map(Metadata::parse);
        } catch (RpcException | MalformedScaleException notOffered) {
            return Optional.empty();
        }
    }
}
