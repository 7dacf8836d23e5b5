package io.filetao.miner.challenge;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardProof;
import io.filetao.common.proof.StoreEvidence;
import io.filetao.common.proof.Transcript;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.wallet.Signer;
import io.filetao.miner.shard.RequestIds;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.UnreadableShardException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what the public may know of a shard: who vouched for it when it was stored, and the newest challenge it passed. */
public final class ProofHandler implements SynapseHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProofHandler.class);

    private final ShardStore shards;
    private final Signer hotkey;

    public ProofHandler(ShardStore shards, Signer hotkey) {
        this.shards = shards;
        this.hotkey = hotkey;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        ShardId rid = RequestIds.rid(request);
        try (ShardFile file = this.shards.open(rid).orElseThrow(() -> RequestIds.unknown(rid))) {
            if (!file.header().validator().equals(request.caller().hotkey())) {
                throw RequestIds.unknown(rid);
            }
            StoreEvidence store = StoreEvidence.of(file.meta(), this.hotkey);
            return AxonResponse.ok(new ShardProof(store, transcript(rid)).encode());
        } catch (UnreadableShardException damage) {
            this.shards.markDamaged(rid, damage);
            throw RequestIds.damaged(rid);
        }
    }

    private @Nullable Transcript transcript(ShardId rid) throws IOException {
        Optional<byte[]> kept = this.shards.transcript(rid);
        try {
            return kept.isEmpty() ? null : Transcript.decode(ByteBuffer.wrap(kept.get()));
        } catch (MalformedMessageException damaged) {
            LOG.warn("The transcript of shard={} is damaged on disk", rid);
            return null;
        }
    }
}
