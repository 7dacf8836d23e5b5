package io.filetao.common.autoconfigure;

import io.filetao.common.chain.AxonAnnouncer;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Registration;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.rpc.RpcSettings;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.chain.subtensor.SubtensorSettings;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The chain behind {@link Subtensor}, by the scheme of {@code filetao.chain.url}, and the metagraph that is kept of it. A program
 * without a chain sets {@code filetao.chain.enabled=false}.
 */
@AutoConfiguration(after = FiletaoWalletAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "filetao.chain.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ChainProperties.class, SubnetProperties.class})
public final class FiletaoChainAutoConfiguration {

    /** Time after which a node is asked for its newest block when it tells nothing by itself. */
    private static final Duration POLL = Duration.ofSeconds(6);

    @Bean
    @ConditionalOnMissingBean
    Subtensor subtensor(ChainProperties chain, SubnetProperties subnet) {
        if (chain.isLocal()) {
            return new LocalSubtensor(chain.url().getFirst(), subnet.netuid(), chain.timeout());
        }
        if (chain.url().isEmpty() || !chain.isSubtensor()) {
            throw new ChainException(
                    "The chain's address "
                            + chain.url()
                            + " is not of a kind that is supported; give wss://host:port of a"
                            + " subtensor node, or http://host:port of a local chain.");
        }
        return new RpcSubtensor(
                new SubtensorSettings(
                        RpcSettings.of(chain.url(), chain.timeout(), genesis(chain.genesis())),
                        subnet.netuid(),
                        chain.inclusion(),
                        POLL,
                        Wallet.path(chain.commits())));
    }

    @Bean
    @ConditionalOnMissingBean
    MetagraphCache metagraphCache(Subtensor subtensor, ChainProperties chain) {
        return new MetagraphCache(subtensor, chain.refreshOrBlock(), InstantSource.system());
    }

    /** Of a program that has keys. */
    @Bean
    @ConditionalOnBean(Keypair.class)
    Registration registration(MetagraphCache metagraph, Keypair hotkey) {
        return new Registration(metagraph, hotkey.address());
    }

    private static @Nullable Hash genesis(@Nullable String hex) {
        try {
            return hex == null || hex.isBlank() ? null : Hash.ofHex(hex);
        } catch (IllegalArgumentException notAHash) {
            throw new ChainException(
                    "filetao.chain.genesis is 0x and 64 hexadecimal digits, not " + hex + ".",
                    notAHash);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {

        @Bean
        MeterBinder chainMeters(Subtensor subtensor, MetagraphCache metagraph) {
            return new ChainMeters(subtensor, metagraph, InstantSource.system());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class Healths {

        @Bean
        @ConditionalOnBean(Keypair.class)
        HealthIndicator registrationHealthIndicator(
                MetagraphCache metagraph,
                Registration registration,
                ObjectProvider<AxonAnnouncer> announcer) {
            return new RegistrationHealthIndicator(
                    metagraph,
                    registration,
                    () -> announcer.stream().allMatch(AxonAnnouncer::isAnnounced));
        }
    }
}
