package io.filetao.common.autoconfigure;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.wallet.Keypair;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The outbound side of a node that has a wallet: signed calls, the miners that can be called, and what a validator needs to ask
 * them for proofs.
 */
@AutoConfiguration(
        after = {FiletaoChainAutoConfiguration.class, FiletaoWalletAutoConfiguration.class})
@ConditionalOnBean({Keypair.class, MetagraphCache.class})
@EnableConfigurationProperties({
    AxonProperties.class,
    ChainProperties.class,
    DendriteProperties.class
})
public final class FiletaoDendriteAutoConfiguration {

    private static final int MAX_PING_BYTES = 4096;

    @Bean
    @ConditionalOnMissingBean
    AddressPolicy addressPolicy(AxonProperties axon, ChainProperties chain) {
        Boolean set = axon.allowPrivate();
        return new AddressPolicy(set == null ? chain.isLocal() : set);
    }

    @Bean
    @ConditionalOnMissingBean
    Dendrite dendrite(
            Keypair hotkey,
            AddressPolicy addresses,
            ObjectProvider<ObservationRegistry> observations) {
        return new Dendrite(
                hotkey,
                addresses,
                Clock.systemUTC(),
                observations.getIfAvailable(() -> ObservationRegistry.NOOP));
    }

    @Bean
    @ConditionalOnMissingBean
    MinerDirectory minerDirectory(
            MetagraphCache metagraph,
            AddressPolicy addresses,
            Dendrite dendrite,
            DendriteProperties properties) {
        return new MinerDirectory(
                metagraph::metagraph,
                addresses,
                miner -> answers(dendrite, miner, properties.pingTimeout()),
                Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    AuditKeys auditKeys(Keypair hotkey, DendriteProperties properties) {
        return AuditKeys.ofSeed(hotkey.miniSecret(), properties.generation());
    }

    @Bean
    @ConditionalOnMissingBean
    Beacons beacons(Subtensor chain, ChainProperties properties) {
        return new Beacons(chain, properties.refreshOrBlock(), InstantSource.system());
    }

    private static boolean answers(Dendrite dendrite, Miner miner, Duration timeout) {
        try {
            dendrite.call(
                    miner.peer(), "GET", AxonPaths.PING, new byte[0], MAX_PING_BYTES, timeout);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
