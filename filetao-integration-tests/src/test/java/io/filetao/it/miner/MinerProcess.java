package io.filetao.it.miner;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.FileId;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.ShardSource;
import io.filetao.common.transfer.StoredShard;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import io.filetao.miner.MinerApplication;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A miner's program as a process of its own, with its chain and Redis, and a validator's keys to talk to it. */
final class MinerProcess implements AutoCloseable {

    private static final int NETUID = 21;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Keypair OWNER = Keypair.ofUri("//Owner");
    private static final Keypair VALIDATOR = Keypair.ofUri("//Validator");
    private static final Keypair HOTKEY = Keypair.ofUri("//Miner");

    private final Path directory;
    private final EmbeddedRedis redis;
    private final LocalChainServer server;
    private final LocalSubtensor chain;
    private final Dendrite dendrite;
    private final AuditKeys keys = AuditKeys.ofSeed(VALIDATOR.miniSecret(), 0);
    private final Process process;
    private final Miner miner;

    /**
     * Starts it and waits until it has announced its address.
     *
     * @param launcher what comes before the command, such as a namespace to run it in
     * @param heap of the miner, as in {@code -Xmx}
     */
    MinerProcess(Path directory, List<String> launcher, String heap) throws Exception {
        this.directory = directory;
        Files.createDirectories(directory.resolve("chain"));
        Files.createDirectories(directory.resolve("redis"));
        Files.createDirectories(shards());
        Wallet.at(directory.resolve("wallets"), "miner", "default").createHotkey(HOTKEY);
        this.redis = EmbeddedRedis.start(directory.resolve("redis"));
        this.server =
                LocalChainServer.start(
                        LocalChain.open(
                                directory.resolve("chain"),
                                LocalChainSettings.of(Duration.ofMillis(500)),
                                InstantSource.system()),
                        InetAddress.getLoopbackAddress(),
                        0);
        this.chain = new LocalSubtensor(this.server.url(), NETUID, Duration.ofSeconds(5));
        this.dendrite = new Dendrite(VALIDATOR, new AddressPolicy(true), Clock.systemUTC());
        this.chain.register(OWNER, VALIDATOR.address());
        this.chain.addStake(OWNER, VALIDATOR.address(), BigInteger.valueOf(1000L * 1_000_000_000L));
        this.chain.register(OWNER, HOTKEY.address());
        this.process = start(launcher, heap);
        this.miner = announced();
    }

    /** Where the miner keeps shards, as it sees it. */
    Path shards() {
        return this.directory.resolve("shards");
    }

    Miner miner() {
        return this.miner;
    }

    long pid() {
        return this.process.pid();
    }

    boolean isAlive() {
        return this.process.isAlive();
    }

    /** Sends a shard as a validator does, first challenge included. */
    StoredShard store(int number, int shards, ShardSource source) throws IOException {
        ShardChallenger challenger =
                new ShardChallenger(
                        this.dendrite,
                        VALIDATOR,
                        this.keys,
                        new Beacons(this.chain, Duration.ofSeconds(1), InstantSource.system()));
        return new ShardSender(
                        this.dendrite, VALIDATOR, this.keys, challenger, Clock.systemUTC(), IDLE)
                .send(
                        this.miner,
                        new ShardPosition(
                                FileId.random(), 0, number, Math.max(1, shards / 2), shards),
                        source,
                        _ -> {});
    }

    ShardFetcher fetcher() {
        return new ShardFetcher(this.dendrite, this.keys, IDLE);
    }

    @Override
    public void close() {
        // Its files are deleted next, so it must be gone.
        this.process.destroyForcibly().onExit().join();
        this.dendrite.close();
        this.chain.close();
        this.server.close();
        this.redis.close();
    }

    private Process start(List<String> launcher, String heap) throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MinerApplication.class.getName()));
        for (String property :
                List.of(
                        "server.address=127.0.0.1",
                        "server.port=0",
                        "spring.data.redis.host=" + this.redis.host(),
                        "spring.data.redis.port=" + this.redis.port(),
                        "spring.data.redis.password=" + this.redis.password(),
                        "filetao.netuid=" + NETUID,
                        "filetao.chain.url=" + this.server.url(),
                        "filetao.chain.refresh=500ms",
                        "filetao.wallet.path=" + this.directory.resolve("wallets"),
                        "filetao.wallet.name=miner",
                        "filetao.axon.external-ip=127.0.0.1",
                        "filetao.axon.allow-private=true",
                        "filetao.miner.directory=" + shards(),
                        "filetao.miner.reserve=0MB")) {
            command.add("--" + property);
        }
        return new ProcessBuilder(command).inheritIO().start();
    }

    private Miner announced() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (this.process.isAlive() && System.nanoTime() < deadline) {
            Optional<Neuron> neuron = this.chain.metagraph().neuron(HOTKEY.address());
            AxonInfo axon = neuron.map(Neuron::axon).orElse(null);
            if (neuron.isPresent() && axon != null) {
                return new Miner(
                        neuron.get().uid(), HOTKEY.address(), neuron.get().coldkey(), axon);
            }
            // A block's time: nothing new is known before.
            Thread.sleep(500);
        }
        close();
        throw new AssertionError("The miner did not announce its address");
    }
}
