package io.filetao.miner;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** A chain, a validator's keys, and one miner as the program that it is, over a real Redis. */
final class MinerNetwork implements AutoCloseable {

    static final int NETUID = 21;

    private static final Keypair OWNER = Keypair.ofUri("//Owner");

    private final Path directory;
    private final RedisServer redis;
    private final LocalChainServer chainServer;
    private final LocalSubtensor chain;
    private final Dendrite dendrite =
            new Dendrite(Samples.VALIDATOR, new AddressPolicy(true), Clock.systemUTC());

    MinerNetwork(Path directory, RedisServer redis) throws IOException {
        this.directory = directory;
        this.redis = redis;
        Files.createDirectories(directory.resolve("chain"));
        this.chainServer =
                LocalChainServer.start(
                        LocalChain.open(
                                directory.resolve("chain"),
                                LocalChainSettings.of(Duration.ofMillis(200)),
                                InstantSource.system()),
                        InetAddress.getLoopbackAddress(),
                        0);
        this.chain = new LocalSubtensor(this.chainServer.url(), NETUID, Duration.ofSeconds(5));
        registerValidator(Samples.VALIDATOR);
        this.chain.register(OWNER, Samples.MINER.address());
        Wallet.at(directory.resolve("wallets"), "miner", "default").createHotkey(Samples.MINER);
    }

    LocalSubtensor chain() {
        return this.chain;
    }

    /** Calls in the validator's name. */
    Dendrite dendrite() {
        return this.dendrite;
    }

    Path shards() {
        return this.directory.resolve("shards");
    }

    void registerValidator(Keypair hotkey) {
        this.chain.register(OWNER, hotkey.address());
        this.chain.addStake(OWNER, hotkey.address(), BigInteger.valueOf(1000L * 1_000_000_000L));
    }

    /** Starts the miner on its directory and waits until the chain knows where it serves. */
    Miner start(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(this.redis.properties());
        all.put("server.address", "127.0.0.1");
        all.put("server.port", 0);
        all.put("filetao.netuid", NETUID);
        all.put("filetao.chain.url", this.chainServer.url());
        all.put("filetao.chain.refresh", "200ms");
        all.put("filetao.wallet.path", this.directory.resolve("wallets").toString());
        all.put("filetao.wallet.name", "miner");
        all.put("filetao.axon.external-ip", "127.0.0.1");
        all.put("filetao.axon.allow-private", true);
        all.put("filetao.miner.directory", shards());
        all.put("filetao.miner.reserve", "0MB");
        all.putAll(properties);
        return new Miner(MinerApplication.start(all));
    }

    @Override
    public void close() {
        this.dendrite.close();
        this.chain.close();
        this.chainServer.close();
    }

    /** The running program. */
    record Miner(ConfigurableApplicationContext context) implements AutoCloseable {

        int port() {
            return this.context
                    .getEnvironment()
                    .getRequiredProperty("local.server.port", Integer.class);
        }

        Peer peer() {
            return new Peer(Samples.MINER.address(), new AxonInfo("127.0.0.1", port(), 1));
        }

        <T> T part(Class<T> type) {
            return this.context.getBean(type);
        }

        @Override
        public void close() {
            this.context.close();
        }
    }
}
