package io.filetao.common.autoconfigure;

import io.filetao.common.chain.AxonAnnouncer;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.protocol.Nonces;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.protocol.axon.Admission;
import io.filetao.common.protocol.axon.Axon;
import io.filetao.common.protocol.axon.AxonLimits;
import io.filetao.common.protocol.axon.RequestHeadLimit;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.Keypair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * The inbound side of a node ({@code filetao.axon.enabled=true}): an {@link Axon} for the routes of the program, which says by
 * its {@link Admission} who may call, and its address on the chain.
 */
@AutoConfiguration(
        after = {FiletaoChainAutoConfiguration.class, FiletaoWalletAutoConfiguration.class},
        afterName = "io.filetao.common.autoconfigure.FiletaoRedisAutoConfiguration")
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBooleanProperty("filetao.axon.enabled")
@EnableConfigurationProperties(AxonProperties.class)
public final class FiletaoAxonAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FiletaoAxonAutoConfiguration.class);

    /** Major, minor and patch version as one number, as Bittensor programs write it. */
    private static final int AXON_VERSION = 100;

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Longest time for a request's line and headers. */
    private static final Duration REQUEST_HEAD = Duration.ofSeconds(10);

    private static final int REQUEST_HEAD_BYTES = 8 << 10;

    /** Runs the handlers, a virtual thread for each request. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService axonThreads() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("axon-", 0).factory());
    }

    @Bean
    @ConditionalOnMissingBean
    RequestVerifier requestVerifier(Keypair hotkey, Nonces nonces) {
        return RequestVerifier.addressedTo(hotkey.address(), nonces, InstantSource.system());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(Admission.class)
    Axon axon(
            Keypair hotkey,
            RequestVerifier verifier,
            Admission admission,
            ExecutorService axonThreads) {
        return new Axon(hotkey, verifier, admission, axonThreads, AxonLimits.DEFAULT);
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> requestHeadLimit() {
        return server ->
                server.addServerCustomizers(new RequestHeadLimit(REQUEST_HEAD, REQUEST_HEAD_BYTES));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "filetao.axon.announce", matchIfMissing = true)
    AxonAnnouncer axonAnnouncer(Subtensor chain, Keypair hotkey) {
        return new AxonAnnouncer(chain, hotkey, RETRY);
    }

    /** Announces the port that the server really listens on, never that of the management endpoints. */
    @Bean
    @ConditionalOnBean(AxonAnnouncer.class)
    ApplicationListener<WebServerInitializedEvent> announceOnStart(
            AxonAnnouncer announcer, AxonProperties properties, AddressPolicy addresses) {
        String ip = properties.externalIp();
        if (ip == null) {
            throw new ChainException(
                    "The address to announce is not known; set filetao.axon.external-ip"
                            + " (--axon.external_ip), or filetao.axon.announce=false.");
        }
        return event -> {
            if (event.getApplicationContext().getServerNamespace() == null) {
                AxonInfo axon = new AxonInfo(ip, event.getWebServer().getPort(), AXON_VERSION);
                if (!addresses.permits(axon)) {
                    LOG.warn(
                            "Other nodes do not call {}, which is not a public address; set"
                                    + " filetao.axon.external-ip (--axon.external_ip) to one that"
                                    + " they reach or, on a private network, set"
                                    + " filetao.axon.allow-private=true on every node",
                            ip);
                }
                announcer.announce(axon);
            }
        };
    }
}
