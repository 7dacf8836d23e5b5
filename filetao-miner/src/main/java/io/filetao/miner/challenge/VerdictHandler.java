package io.filetao.miner.challenge;

import io.filetao.common.proof.ProverChain;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.SignedVerdict;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.miner.shard.RequestIds;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the chain of a shard by its validator's verdict. A shard whose first challenge failed is let go: bytes or tags were bad from
 * the start, so it was never acknowledged.
 */
public final class VerdictHandler implements SynapseHandler {

    /** More bytes than any verdict has. */
    public static final int MAX_BYTES = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(VerdictHandler.class);

    private final ShardStore shards;
    private final PendingOpenings<ChallengeKey, PreparedProof> openings;

    public VerdictHandler(
            ShardStore shards, PendingOpenings<ChallengeKey, PreparedProof> openings) {
        this.shards = shards;
        this.openings = openings;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        SignedVerdict verdict = SignedVerdict.decode(ByteBuffer.wrap(request.message(MAX_BYTES)));
        Ss58Address caller = request.caller().hotkey();
        boolean settled =
                this.shards
                        .change(verdict.rid(), shard -> settle(verdict, caller, shard))
                        .orElseThrow(() -> RequestIds.unknown(verdict.rid()));
        if (settled && verdict.link().passed()) {
            keepTranscript(verdict, caller);
        }
        if (!verdict.link().passed()) {
            LOG.warn(
                    "Failed challenge shard={} number={} reason={}",
                    verdict.rid(),
                    verdict.number(),
                    verdict.reason());
            if (settled && verdict.number() == 1) {
                this.shards.drop(List.of(verdict.rid()), caller);
            }
        }
        return AxonResponse.done();
    }

    /** Only the newest one is kept: several together would give the data back. */
    private void keepTranscript(SignedVerdict verdict, Ss58Address caller) throws IOException {
        ChallengeKey key = new ChallengeKey(caller, verdict.rid(), verdict.number());
        PreparedProof proof = this.openings.find(key).orElse(null);
        if (proof != null) {
            this.shards.keepTranscript(verdict.rid(), proof.transcript(verdict).encode());
        }
    }

    private static boolean settle(SignedVerdict verdict, Ss58Address caller, ShardFile shard)
            throws IOException {
        ShardHeader header = shard.header();
        if (!header.validator().equals(caller)) {
            throw RequestIds.unknown(verdict.rid());
        }
        ProverChain chain = ChallengeHandler.chain(shard, header);
        ProverChain next = chain.settle(verdict, header);
        if (next.equals(chain)) {
            return false;
        }
        shard.update(shard.state().withChain(next.encode()), true);
        return true;
    }
}
