package io.filetao.miner.challenge;

import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.ChallengeRefusedException;
import io.filetao.common.proof.PreparedAnswer;
import io.filetao.common.proof.Prover;
import io.filetao.common.proof.ProverChain;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.miner.shard.RequestIds;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.UnreadableShardException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Answers a challenge: one pass over the shard on the disk. That a challenge was accepted is on the disk before its answer leaves, so
 * that no seed is ever answered twice.
 */
public final class ChallengeHandler implements SynapseHandler {

    /** More bytes than any challenge has. */
    public static final int MAX_BYTES = 1024;

    private final ShardStore shards;
    private final Prover prover;
    private final ProofGate gate;
    private final PendingOpenings<ChallengeKey, PreparedProof> openings;

    public ChallengeHandler(
            ShardStore shards,
            Prover prover,
            ProofGate gate,
            PendingOpenings<ChallengeKey, PreparedProof> openings) {
        this.shards = shards;
        this.prover = prover;
        this.gate = gate;
        this.openings = openings;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException, InterruptedException {
        Challenge challenge = Challenge.decode(ByteBuffer.wrap(request.message(MAX_BYTES)));
        Ss58Address caller = request.caller().hotkey();
        try {
            PreparedAnswer answer = this.gate.run(() -> answer(challenge, caller));
            this.openings.put(
                    new ChallengeKey(caller, challenge.rid(), challenge.number()),
                    new PreparedProof(challenge, answer));
            return AxonResponse.ok(answer.answer().encode());
        } catch (UnreadableShardException damage) {
            this.shards.markDamaged(challenge.rid(), damage);
            throw RequestIds.damaged(challenge.rid());
        }
    }

    private PreparedAnswer answer(Challenge challenge, Ss58Address caller) throws IOException {
        Optional<ShardMeta> accepted =
                this.shards.change(challenge.rid(), shard -> accept(challenge, caller, shard));
        ShardMeta meta = accepted.orElseThrow(() -> RequestIds.unknown(challenge.rid()));
        try (ShardFile file =
                this.shards
                        .open(challenge.rid())
                        .orElseThrow(() -> RequestIds.unknown(challenge.rid()))) {
            return this.prover.answer(challenge, meta, file);
        }
    }

    private static ShardMeta accept(Challenge challenge, Ss58Address caller, ShardFile shard)
            throws IOException {
        ShardHeader header = shard.header();
        if (!header.validator().equals(caller)) {
            throw RequestIds.unknown(challenge.rid());
        }
        ProverChain chain = chain(shard, header);
        try {
            ProverChain next = chain.accept(challenge, header);
            shard.update(shard.state().withChain(next.encode()), true);
        } catch (ChallengeRefusedException refused) {
            throw new AxonException(409, refused.reason().code(), refused.reason().text())
                    .with("counter", chain.chain().counter());
        }
        return shard.meta();
    }

    static ProverChain chain(ShardFile shard, ShardHeader header) throws IOException {
        byte[] state = shard.state().chain();
        return state.length == 0
                ? ProverChain.start(header)
                : ProverChain.decode(ByteBuffer.wrap(state));
    }
}
