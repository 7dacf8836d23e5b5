package io.filetao.validator.repair;

import io.filetao.common.broadband.Bandwidth;
import io.filetao.common.broadband.BroadbandOptions;
import io.filetao.common.broadband.FileCommitter;
import io.filetao.common.broadband.FileRemover;
import io.filetao.common.broadband.SecondLook;
import io.filetao.common.broadband.SegmentRepairer;
import io.filetao.common.broadband.ShardMover;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.DepartureRequest;
import io.filetao.common.protocol.axon.Axon;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.RepairQueue;
import io.filetao.common.stats.StorageLimits;
import io.filetao.common.stats.redis.Departures;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.event.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Repair and levelling. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RepairProperties.class)
class RepairConfiguration {

    @Bean
    RepairQueue repairQueue(RedisCalls redis, Keyspace keys, InstantSource clock) {
        return new RepairQueue(redis, keys, clock);
    }

    @Bean
    RepairTriggers repairTriggers(
            RepairQueue queue,
            FileIndex index,
            MetagraphCache metagraph,
            RepairProperties properties) {
        return new RepairTriggers(queue, index, registered(metagraph), properties.patience());
    }

    @Bean
    Bandwidth repairBandwidth(RepairProperties properties) {
        return new Bandwidth(properties.bandwidth().toBytes());
    }

    @Bean
    SegmentRepairer segmentRepairer(
            FileIndex index,
            MinerDirectory miners,
            MetagraphCache metagraph,
            ShardFetcher fetcher,
            ShardSender sender,
            FileCommitter committer,
            MinerMessenger messenger,
            TransferListener listener,
            BroadbandOptions options,
            StorageLimits limits,
            Bandwidth bandwidth,
            SecondLook secondLook,
            RandomGenerator random) {
        return new SegmentRepairer(
                index,
                miners,
                registered(metagraph),
                limits::of,
                fetcher,
                sender,
                committer,
                messenger,
                listener,
                options,
                bandwidth,
                // What failed a proof is not asked again; a miner that was away may be back.
                (cid, segment, shard) ->
                        RepairTriggers.mayStand(shard.failure())
                                && miners.answersNow(shard.miner())
                                && secondLook.look(cid, segment, shard),
                random);
    }

    @Bean
    ShardMover shardMover(
            FileIndex index,
            MinerDirectory miners,
            ShardFetcher fetcher,
            ShardSender sender,
            FileCommitter committer,
            MinerMessenger messenger,
            TransferListener listener,
            BroadbandOptions options,
            Bandwidth bandwidth,
            RandomGenerator random) {
        return new ShardMover(
                index, miners, fetcher, sender, committer, messenger, listener, options, bandwidth,
                random);
    }

    @Bean
    RepairListener repairListener(
            EventLog events, MetagraphCache metagraph, MeterRegistry meters, RepairQueue queue) {
        return new RepairEvents(
                events, () -> metagraph.metagraph().block().number(), meters, queue);
    }

    @Bean(initMethod = "start")
    @ConditionalOnBooleanProperty(name = "filetao.validator.repair.enabled", matchIfMissing = true)
    RepairWorker repairWorker(
            RepairQueue queue,
            RepairTriggers triggers,
            SegmentRepairer repairer,
            FileIndex index,
            MinerDirectory miners,
            MetagraphCache metagraph,
            FileRemover remover,
            RepairListener listener,
            RepairProperties properties,
            ObservationRegistry observations) {
        return new RepairWorker(
                queue,
                triggers,
                repairer,
                index,
                miners,
                registered(metagraph),
                cid -> remover.remove(cid, Claim.SYNTHETIC),
                listener,
                properties,
                observations);
    }

    @Bean
    Chore deregistrationChore(
            FileIndex index,
            MetagraphCache metagraph,
            RepairTriggers triggers,
            Departures departures) {
        return new DeregistrationChore(index, metagraph::metagraph, triggers, departures);
    }

    @Bean
    RouterFunction<ServerResponse> departureRoute(
            Axon axon,
            Departures departures,
            RepairTriggers triggers,
            FileIndex index,
            InstantSource clock) {
        return axon.routes()
                .post(
                        AxonPaths.DEPARTURES,
                        DepartureRequest.BYTES,
                        new DepartureHandler(departures, triggers, index, clock))
                .build();
    }

    @Bean
    Chore distributeChore(
            FileIndex index,
            MinerDirectory miners,
            StorageLimits limits,
            ShardMover mover,
            RepairListener listener,
            RepairProperties properties,
            RandomGenerator random) {
        return new DistributeChore(index, miners, limits::of, mover, listener, properties, random);
    }

    private static Predicate<Ss58Address> registered(MetagraphCache metagraph) {
        return hotkey -> metagraph.metagraph().neuron(hotkey).isPresent();
    }
}
