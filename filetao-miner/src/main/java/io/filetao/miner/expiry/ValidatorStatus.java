package io.filetao.miner.expiry;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.StatusReply;
import io.filetao.common.protocol.StatusReply.Status;
import io.filetao.common.protocol.StatusRequest;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Asks validators what became of shards. */
public final class ValidatorStatus {

    private final Dendrite dendrite;
    private final MetagraphCache metagraph;
    private final Duration timeout;

    public ValidatorStatus(Dendrite dendrite, MetagraphCache metagraph, Duration timeout) {
        this.dendrite = dendrite;
        this.metagraph = metagraph;
        this.timeout = timeout;
    }

    /**
     * The status of each shard, in their order.
     *
     * @param shards at most {@value StatusRequest#MAX_SHARDS}
     * @throws IOException when the validator cannot be asked or answers nonsense
     */
    List<Status> of(Ss58Address validator, List<StatusRequest.Shard> shards) throws IOException {
        Neuron neuron =
                this.metagraph
                        .neuron(validator)
                        .orElseThrow(() -> new IOException("It is not registered any more"));
        if (neuron.axon() == null) {
            throw new IOException("It announces no address");
        }
        byte[] body =
                this.dendrite
                        .call(
                                new Peer(validator, neuron.axon()),
                                "POST",
                                AxonPaths.SHARD_STATUS,
                                new StatusRequest(shards).encode(),
                                StatusReply.MAX_BYTES,
                                this.timeout)
                        .body();
        List<Status> statuses = StatusReply.decode(ByteBuffer.wrap(body)).statuses();
        if (statuses.size() != shards.size()) {
            throw new IOException("It answered for " + statuses.size() + " shards");
        }
        return statuses;
    }
}
