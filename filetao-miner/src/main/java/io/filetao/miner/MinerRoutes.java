package io.filetao.miner;

import io.filetao.common.proof.OpeningRequest;
import io.filetao.common.proof.Prover;
import io.filetao.common.proof.Sweep;
import io.filetao.common.proof.SweepProver;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.DropRequest;
import io.filetao.common.protocol.axon.Axon;
import io.filetao.common.wallet.Keypair;
import io.filetao.miner.challenge.ChallengeHandler;
import io.filetao.miner.challenge.ChallengeKey;
import io.filetao.miner.challenge.OpeningHandler;
import io.filetao.miner.challenge.PendingOpenings;
import io.filetao.miner.challenge.PreparedProof;
import io.filetao.miner.challenge.ProofGate;
import io.filetao.miner.challenge.ProofHandler;
import io.filetao.miner.challenge.SweepHandler;
import io.filetao.miner.challenge.SweepKey;
import io.filetao.miner.challenge.SweepOpeningHandler;
import io.filetao.miner.challenge.VerdictHandler;
import io.filetao.miner.inventory.InventoryHandler;
import io.filetao.miner.inventory.ManifestHandler;
import io.filetao.miner.inventory.PingHandler;
import io.filetao.miner.retrieve.PiecesHandler;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.SpaceBudget;
import io.filetao.miner.shard.redis.RedisShardIndex;
import io.filetao.miner.store.CommitHandler;
import io.filetao.miner.store.DropHandler;
import io.filetao.miner.store.StoreHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Everything that the miner's axon answers. */
@Configuration(proxyBeanMethods = false)
class MinerRoutes {

    private static final int OPENINGS_KEPT = 512;
    private static final Duration OPENINGS_KEPT_FOR = Duration.ofMinutes(1);

    @Bean
    RouterFunction<ServerResponse> storeRoutes(
            Axon axon, ShardStore shards, Keypair hotkey, MinerProperties properties) {
        StoreHandler store = new StoreHandler(shards, hotkey, properties.maxShard().toBytes());
        return axon.routes()
                .put(AxonPaths.SHARDS + "/{rid}", store.maxBody(), store)
                .get(AxonPaths.SHARDS + "/{rid}/pieces", new PiecesHandler(shards))
                .post(AxonPaths.COMMITS, CommitRequest.MAX_BYTES, new CommitHandler(shards))
                .post(AxonPaths.DROPS, DropRequest.MAX_BYTES, new DropHandler(shards))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> inventoryRoutes(
            Axon axon, ShardStore shards, RedisShardIndex index, SpaceBudget space) {
        return axon.routes()
                .get(AxonPaths.PING, new PingHandler("filetao-miner", index, space))
                .get(AxonPaths.INVENTORY, new InventoryHandler(shards, index))
                .get(AxonPaths.MANIFESTS + "/{file}", new ManifestHandler(shards))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> challengeRoutes(
            Axon axon, ShardStore shards, Keypair hotkey, ProofGate gate, InstantSource clock) {
        PendingOpenings<ChallengeKey, PreparedProof> openings =
                new PendingOpenings<>(OPENINGS_KEPT, OPENINGS_KEPT_FOR, clock);
        PendingOpenings<SweepKey, byte[]> sweepOpenings =
                new PendingOpenings<>(OPENINGS_KEPT, OPENINGS_KEPT_FOR, clock);
        return axon.routes()
                .post(
                        AxonPaths.CHALLENGES,
                        ChallengeHandler.MAX_BYTES,
                        new ChallengeHandler(shards, new Prover(hotkey), gate, openings))
                .post(AxonPaths.OPENINGS, OpeningRequest.BYTES, new OpeningHandler(openings))
                .post(
                        AxonPaths.VERDICTS,
                        VerdictHandler.MAX_BYTES,
                        new VerdictHandler(shards, openings))
                .get(AxonPaths.SHARDS + "/{rid}/proof", new ProofHandler(shards, hotkey))
                .post(
                        AxonPaths.SWEEPS,
                        Sweep.MAX_BYTES,
                        new SweepHandler(
                                shards,
                                hotkey.address(),
                                new SweepProver(hotkey),
                                gate,
                                sweepOpenings))
                .post(
                        AxonPaths.SWEEP_OPENINGS,
                        SweepOpeningHandler.MAX_BYTES,
                        new SweepOpeningHandler(sweepOpenings))
                .build();
    }

    @Bean
    ProofGate proofGate(MinerProperties properties, MeterRegistry meters) {
        return new ProofGate(properties.proofs(), properties.maxWaitingProofs(), meters);
    }
}
