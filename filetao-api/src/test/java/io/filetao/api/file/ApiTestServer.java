package io.filetao.api.file;

import io.filetao.api.ApiApplication;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.index.FileIndex;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.Wallet;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The whole API on a free port, over a real Redis and a local chain; only the miners are missing. */
public final class ApiTestServer implements AutoCloseable {

    private final Path directory;
    private final LocalChainServer chainServer;
    private final ConfigurableApplicationContext context;
    private EmbeddedRedis redis;

    public ApiTestServer(Path directory, Map<String, Object> more) throws IOException {
        this.directory = directory;
        Wallet.create(
                directory.resolve("wallets"),
                "node",
                "default",
                Mnemonic.generate(12),
                Mnemonic.generate(12),
                null);
        LocalChain chain =
                LocalChain.open(
                        directory.resolve("chain"),
                        LocalChainSettings.of(Duration.ofMillis(200)),
                        InstantSource.system());
        this.chainServer = LocalChainServer.start(chain, InetAddress.getLoopbackAddress(), 0);
        this.redis = EmbeddedRedis.start(directory.resolve("redis"));
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", 0);
        properties.put("server.address", "127.0.0.1");
        properties.put("filetao.wallet.path", directory.resolve("wallets").toString());
        properties.put("filetao.wallet.name", "node");
        properties.put("filetao.chain.url", this.chainServer.url().toString());
        properties.put("filetao.axon.allow-private", true);
        properties.put("spring.data.redis.host", this.redis.host());
        properties.put("spring.data.redis.port", this.redis.port());
        properties.put("spring.data.redis.password", this.redis.password());
        properties.put("filetao.api.open-access", true);
        properties.put("filetao.api.store-timeout", "5s");
        properties.put("filetao.api.max-file-size", "8MB");
        properties.put("filetao.api.spool-directory", spool().toString());
        properties.put("spring.config.name", "filetao-api");
        properties.put("logging.level.root", "warn");
        properties.putAll(more);
        SpringApplication application =
                new SpringApplication(ApiApplication.class, WithoutMiners.class);
        application.setDefaultProperties(Map.of());
        this.context =
                application.run(
                        properties.entrySet().stream()
                                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new));
    }

    public URI url() {
        return URI.create(
                "http://127.0.0.1:"
                        + this.context.getEnvironment().getProperty("local.server.port"));
    }

    InMemoryFileStore store() {
        return this.context.getBean(InMemoryFileStore.class);
    }

    FileIndex index() {
        return this.context.getBean(FileIndex.class);
    }

    /** Where what is sent waits for miners. */
    public Path spool() {
        return this.directory.resolve("spool");
    }

    /** What a gauge shows now. */
    double gauge(String name) {
        return this.context.getBean(MeterRegistry.class).get(name).gauge().value();
    }

    public Keypair hotkey() {
        return this.context.getBean(Keypair.class);
    }

    /** Number of bodies whose storing was begun. */
    public int uploads() {
        return store().started();
    }

    /** Lets go of all bytes that were stored; their records stay. */
    public void forgetBytes() {
        store().forget();
    }

    public void stopRedis() {
        this.redis.close();
    }

    public void startRedis() {
        this.redis = EmbeddedRedis.start(this.directory.resolve("redis"), this.redis.port());
    }

    @Override
    public void close() {
        this.context.close();
        this.redis.close();
        this.chainServer.close();
    }

    /** Keeps the bytes here instead of on miners. */
    @Configuration(proxyBeanMethods = false)
    static class WithoutMiners {

        @Bean
        @Primary
        InMemoryFileStore inMemoryFileStore(FileIndex index) {
            return new InMemoryFileStore(index);
        }
    }
}
