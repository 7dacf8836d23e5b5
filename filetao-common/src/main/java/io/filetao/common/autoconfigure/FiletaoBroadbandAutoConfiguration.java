package io.filetao.common.autoconfigure;

import io.filetao.common.autoconfigure.BroadbandProperties.MinerProperties;
import io.filetao.common.autoconfigure.BroadbandProperties.RedundancyProperties;
import io.filetao.common.autoconfigure.BroadbandProperties.TransferProperties;
import io.filetao.common.broadband.BroadbandOptions;
import io.filetao.common.broadband.FileCommitter;
import io.filetao.common.broadband.FileReader;
import io.filetao.common.broadband.FileRemover;
import io.filetao.common.broadband.FileWriter;
import io.filetao.common.broadband.UploadWriter;
import io.filetao.common.disk.DiskHealthIndicator;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.index.redis.RedisUploadIndex;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.RedundancyPolicy;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.SuspectListener;
import io.filetao.common.repair.SuspectShards;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.StorageLimits;
import io.filetao.common.stats.redis.Departures;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.MinerBreakers;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ProofCollector;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.wallet.Keypair;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The data path ({@code filetao.broadband.enabled=true}): files spread over miners and read back, for validators and their API
 * nodes.
 */
@AutoConfiguration(
        after = FiletaoDendriteAutoConfiguration.class,
        afterName = "io.filetao.common.autoconfigure.FiletaoRedisAutoConfiguration")
@ConditionalOnBooleanProperty("filetao.broadband.enabled")
@EnableConfigurationProperties({BroadbandProperties.class, RewardProperties.class})
public final class FiletaoBroadbandAutoConfiguration {

    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(10);

    private final Clock clock = Clock.systemUTC();

    @Bean
    @ConditionalOnMissingBean
    ShardChallenger shardChallenger(
            Dendrite dendrite, Keypair hotkey, AuditKeys keys, Beacons beacons) {
        return new ShardChallenger(dendrite, hotkey, keys, beacons);
    }

    @Bean
    @ConditionalOnMissingBean
    ShardSender shardSender(
            Dendrite dendrite,
            Keypair hotkey,
            AuditKeys keys,
            ShardChallenger challenger,
            BroadbandProperties properties) {
        return new ShardSender(
                dendrite, hotkey, keys, challenger, this.clock, properties.api().storeTimeout());
    }

    @Bean
    @ConditionalOnMissingBean
    ShardFetcher shardFetcher(Dendrite dendrite, AuditKeys keys, BroadbandProperties properties) {
        return new ShardFetcher(dendrite, keys, properties.api().retrieveTimeout());
    }

    @Bean
    @ConditionalOnMissingBean
    MinerMessenger minerMessenger(Dendrite dendrite, MinerDirectory miners) {
        return new MinerMessenger(dendrite, miners, MESSAGE_TIMEOUT);
    }

    @Bean
    @ConditionalOnMissingBean
    ProofCollector proofCollector(
            Dendrite dendrite,
            MinerDirectory miners,
            Keypair hotkey,
            AuditKeys keys,
            Beacons beacons,
            BroadbandOptions options) {
        return new ProofCollector(
                dendrite, miners, hotkey, keys, beacons, options.spoolDirectory());
    }

    @Bean
    @ConditionalOnMissingBean
    SuspectShards suspectShards(RedisCalls redis, Keyspace keys) {
        return new SuspectShards(redis, keys);
    }

    @Bean
    @ConditionalOnMissingBean
    TransferListener transferListener(SuspectShards suspects) {
        return new SuspectListener(suspects);
    }

    @Bean
    @ConditionalOnMissingBean
    BroadbandOptions broadbandOptions(BroadbandProperties properties) {
        RedundancyProperties redundancy = properties.redundancy();
        return BroadbandOptions.of(
                new RedundancyPolicy(
                        redundancy.maxShards(),
                        redundancy.expansion(),
                        redundancy.minMiners(),
                        redundancy.smallFile().toBytes(),
                        redundancy.smallMaxShards()),
                properties.placement().maxPerSubnet(),
                Math.toIntExact(properties.segmentSize().toBytes()),
                spoolDirectory(properties.api()));
    }

    @Bean
    @ConditionalOnMissingBean
    FileCommitter fileCommitter(FileIndex index, MinerMessenger messenger, Keypair hotkey) {
        return new FileCommitter(index, messenger, hotkey, this.clock);
    }

    @Bean
    @ConditionalOnMissingBean
    RewardRules rewardRules(RewardProperties properties) {
        return properties.rules();
    }

    @Bean
    @ConditionalOnMissingBean
    StorageLimits storageLimits(
            ScoreBook book, FileIndex index, RewardRules rules, Departures departures) {
        return new StorageLimits(book, index, rules.table(), departures::contains);
    }

    @Bean
    @ConditionalOnMissingBean(MinerGuard.class)
    MinerBreakers minerBreakers(BroadbandProperties properties) {
        MinerProperties miners = properties.miners();
        return new MinerBreakers(miners.exchanges(), miners.pause());
    }

    @Bean
    @ConditionalOnMissingBean
    FileWriter fileWriter(
            FileIndex index,
            MinerDirectory miners,
            MinerGuard guard,
            ShardSender sender,
            TransferListener listener,
            FileCommitter committer,
            MinerMessenger messenger,
            BroadbandOptions options,
            StorageLimits limits) {
        return new FileWriter(
                index,
                miners,
                guard,
                limits::of,
                sender,
                listener,
                committer,
                messenger,
                options,
                this.clock);
    }

    @Bean
    @ConditionalOnMissingBean
    UploadIndex uploadIndex(RedisCalls redis, Keyspace keys) {
        return new RedisUploadIndex(redis, keys);
    }

    @Bean
    @ConditionalOnMissingBean
    UploadWriter uploadWriter(FileWriter files, FileIndex index, UploadIndex uploads) {
        return new UploadWriter(files, index, uploads, this.clock);
    }

    @Bean
    @ConditionalOnMissingBean
    FileReader fileReader(
            ShardFetcher fetcher,
            MinerDirectory miners,
            MinerGuard guard,
            TransferListener listener,
            BroadbandOptions options) {
        return new FileReader(fetcher, miners, guard, listener, options.retrieveHedge());
    }

    @Bean
    @ConditionalOnMissingBean
    FileRemover fileRemover(FileIndex index, FileCommitter committer, MinerMessenger messenger) {
        return new FileRemover(index, committer, messenger);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {

        @Bean
        MeterBinder minerBreakerMeters(ObjectProvider<MinerBreakers> breakers) {
            return registry ->
                    breakers.ifAvailable(all -> new MinerBreakerMeters(all).bindTo(registry));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class Healths {

        @Bean
        HealthIndicator spoolHealthIndicator(BroadbandOptions options) {
            return new DiskHealthIndicator("filetao.api.spool-directory", options.spoolDirectory());
        }
    }

    private static Path spoolDirectory(TransferProperties transfer) {
        Path configured = transfer.spoolDirectory();
        try {
            if (configured != null) {
                return Files.createDirectories(configured);
            }
            Path temporary = Files.createTempDirectory("filetao-spool");
            temporary.toFile().deleteOnExit();
            return temporary;
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "The spool directory cannot be made; set filetao.api.spool-directory to one"
                            + " that this user may write.",
                    refused);
        }
    }
}
