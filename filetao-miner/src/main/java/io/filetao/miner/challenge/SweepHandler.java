package io.filetao.miner.challenge;

import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.Sweep;
import io.filetao.common.proof.SweepProver;
import io.filetao.common.proof.SweptShards.SweptShard;
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

/** Answers a sweep: reads the named blocks of many shards and combines them. */
public final class SweepHandler implements SynapseHandler {

    private final ShardStore shards;
    private final Ss58Address self;
    private final SweepProver prover;
    private final ProofGate gate;
    private final PendingOpenings<SweepKey, byte[]> openings;

    public SweepHandler(
            ShardStore shards,
            Ss58Address self,
            SweepProver prover,
            ProofGate gate,
            PendingOpenings<SweepKey, byte[]> openings) {
        this.shards = shards;
        this.self = self;
        this.prover = prover;
        this.gate = gate;
        this.openings = openings;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException, InterruptedException {
        Sweep sweep = Sweep.decode(ByteBuffer.wrap(request.message(Sweep.MAX_BYTES)));
        Ss58Address caller = request.caller().hotkey();
        if (!sweep.miner().equals(this.self) || !sweep.isSignedBy(caller)) {
            throw new AxonException(
                    403, "wrong-sweep", "A sweep names its miner and is signed by its caller");
        }
        SweepProver.Prepared prepared =
                this.gate.run(() -> this.prover.answer(sweep, rid -> open(rid, caller)));
        this.openings.put(
                new SweepKey(caller, prepared.answer().seed()), prepared.opening().encode());
        return AxonResponse.ok(prepared.answer().encode());
    }

    private SweptShard open(ShardId rid, Ss58Address caller) throws IOException {
        try {
            ShardFile file = this.shards.open(rid).orElseThrow(() -> RequestIds.unknown(rid));
            if (!file.header().validator().equals(caller)) {
                file.close();
                throw RequestIds.unknown(rid);
            }
            return new SweptFile(file);
        } catch (UnreadableShardException damage) {
            this.shards.markDamaged(rid, damage);
            throw RequestIds.damaged(rid);
        }
    }
}
