package io.filetao.miner;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.protocol.axon.Admission;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Keypair;
import io.filetao.miner.admission.AdmissionProperties;
import io.filetao.miner.admission.ValidatorAdmission;
import io.filetao.miner.expiry.ExpiryChore;
import io.filetao.miner.expiry.ExpiryProperties;
import io.filetao.miner.expiry.ValidatorStatus;
import io.filetao.miner.health.ShardIndexHealthIndicator;
import io.filetao.miner.health.StorageHealthIndicator;
import io.filetao.miner.scrub.ScrubProperties;
import io.filetao.miner.scrub.Scrubber;
import io.filetao.miner.shard.IndexRebuild;
import io.filetao.miner.shard.ShardMetrics;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.SpaceBudget;
import io.filetao.miner.shard.disk.ShardDirectory;
import io.filetao.miner.shard.redis.RedisShardIndex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The miner's parts. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties({
    MinerProperties.class,
    AdmissionProperties.class,
    ExpiryProperties.class,
    ScrubProperties.class
})
class MinerConfiguration {

    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    @ConditionalOnMissingBean
    InstantSource instantSource() {
        return InstantSource.system();
    }

    @Bean
    ShardDirectory shardDirectory(MinerProperties properties, Keypair hotkey) throws IOException {
        return ShardDirectory.open(properties.path(), hotkey.address());
    }

    @Bean
    RedisShardIndex shardIndex(RedisCalls redis, Keyspace keys) {
        return new RedisShardIndex(redis, keys);
    }

    @Bean
    SpaceBudget spaceBudget(
            MinerProperties properties, ShardDirectory directory, MeterRegistry meters) {
        SpaceBudget space =
                new SpaceBudget(
                        properties.capacityBytes(),
                        properties.reserve().toBytes(),
                        directory::usableSpace);
        Gauge.builder("filetao.miner.storage.used", space, SpaceBudget::used)
                .description("Bytes of all shards on the disk")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("filetao.miner.storage.available", space, MinerConfiguration::available)
                .description("Bytes of shards that would still be taken")
                .baseUnit("bytes")
                .register(meters);
        return space;
    }

    @Bean
    ShardStore shardStore(
            ShardDirectory directory,
            RedisShardIndex index,
            SpaceBudget space,
            MeterRegistry meters,
            InstantSource clock,
            ExpiryProperties expiry) {
        return new ShardStore(
                directory,
                index,
                space,
                new ShardMetrics(meters),
                clock,
                expiry.uncommittedGrace());
    }

    @Bean
    IndexRebuild indexRebuild(
            ShardDirectory directory, RedisShardIndex index, ShardStore shards, SpaceBudget space) {
        return new IndexRebuild(directory, index, shards, space);
    }

    @Bean
    Admission admission(MetagraphCache metagraph, AdmissionProperties properties) {
        return new ValidatorAdmission(metagraph, properties);
    }

    @Bean
    ExpiryChore expiryChore(
            ShardStore shards,
            RedisShardIndex index,
            Dendrite dendrite,
            MetagraphCache metagraph,
            ExpiryProperties properties,
            InstantSource clock) {
        ValidatorStatus validators = new ValidatorStatus(dendrite, metagraph, STATUS_TIMEOUT);
        return new ExpiryChore(shards, index, validators, properties, clock);
    }

    @Bean(initMethod = "start")
    Scrubber scrubber(
            ShardDirectory directory,
            ShardStore shards,
            ScrubProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        return new Scrubber(directory, shards, properties, clock, meters);
    }

    @Bean
    MinerChores minerChores(IndexRebuild index, ExpiryChore expiry) {
        return new MinerChores(index, expiry);
    }

    @Bean
    ShardIndexHealthIndicator shardIndexHealthIndicator(
            RedisShardIndex index, IndexRebuild rebuild) {
        return new ShardIndexHealthIndicator(index, rebuild);
    }

    @Bean
    StorageHealthIndicator storageHealthIndicator(SpaceBudget space) {
        return new StorageHealthIndicator(space);
    }

    private static double available(SpaceBudget space) {
        try {
            return space.available();
        } catch (IOException unknown) {
            return Double.NaN;
        }
    }
}
