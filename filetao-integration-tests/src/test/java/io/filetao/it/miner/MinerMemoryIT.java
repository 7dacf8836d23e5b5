package io.filetao.it.miner;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner of 128 MiB takes, proves and serves sixteen shards of 32 MiB at a time. */
class MinerMemoryIT {

    private static final int TRANSFERS = 16;
    private static final int SHARD_BYTES = 32 << 20;
    private static final int NETUID = 21;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Keypair OWNER = Keypair.ofUri("//Owner");
    private static final Keypair VALIDATOR = Keypair.ofUri("//Validator");
    private static final Keypair HOTKEY = Keypair.ofUri("//Miner");

    @TempDir private Path directory;

    @Test
    void minerOf128MebibytesHandlesSixteenTransfersAtATime() throws Exception {
        Files.createDirectories(this.directory.resolve("chain"));
        Files.createDirectories(this.directory.resolve("redis"));
        Wallet.at(this.directory.resolve("wallets"), "miner", "default").createHotkey(HOTKEY);
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory.resolve("redis"));
                LocalChainServer server = chain();
                LocalSubtensor chain =
                        new LocalSubtensor(server.url(), NETUID, Duration.ofSeconds(5));
                Dendrite dendrite =
                        new Dendrite(VALIDATOR, new AddressPolicy(true), Clock.systemUTC())) {
            chain.register(OWNER, VALIDATOR.address());
            chain.addStake(OWNER, VALIDATOR.address(), BigInteger.valueOf(1000L * 1_000_000_000L));
            chain.register(OWNER, HOTKEY.address());
            Process process = start(redis, server.url());
            try {
                transfer(announced(chain, process), dendrite, chain);
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private void transfer(Miner miner, Dendrite dendrite, LocalSubtensor chain) throws Exception {
        AuditKeys keys = AuditKeys.ofSeed(VALIDATOR.miniSecret(), 0);
        ShardChallenger challenger =
                new ShardChallenger(
                        dendrite,
                        VALIDATOR,
                        keys,
                        new Beacons(chain, Duration.ofSeconds(1), InstantSource.system()));
        ShardSender sender =
                new ShardSender(dendrite, VALIDATOR, keys, challenger, Clock.systemUTC(), IDLE);
        long start = System.nanoTime();
        List<StoredShard> stored =
                inParallel(number ->
                        sender.send(
                                miner,
                                new ShardPosition(FileId.random(), 0, number, 8, TRANSFERS),
                                new Zeros(),
                                _ -> {}));
        long storedAt = System.nanoTime();
        ShardFetcher fetcher = new ShardFetcher(dendrite, keys, IDLE);
        inParallel(number -> {
            fetcher.fetch(
                    miner,
                    stored.get(number).record(),
                    0,
                    SHARD_BYTES,
                    OutputStream.nullOutputStream());
            return number;
        });
        report(miner, storedAt - start, System.nanoTime() - storedAt);
    }

    private static void report(Miner miner, long storing, long fetching) throws Exception {
        double mebibytes = TRANSFERS * (double) (SHARD_BYTES >> 20);
        System.out.printf(
                "Stored %.0f MiB at %.0f MiB/s, fetched them at %.0f MiB/s%n",
                mebibytes, mebibytes * 1e9 / storing, mebibytes * 1e9 / fetching);
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics =
                    URI.create("http://127.0.0.1:" + miner.axon().port() + "/actuator/prometheus");
            http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.matches("jvm_(memory_used|buffer_memory).*"))
                    .forEach(System.out::println);
        }
    }

    private LocalChainServer chain() {
        return LocalChainServer.start(
                LocalChain.open(
                        this.directory.resolve("chain"),
                        LocalChainSettings.of(Duration.ofMillis(500)),
                        InstantSource.system()),
                InetAddress.getLoopbackAddress(),
                0);
    }

    private Process start(EmbeddedRedis redis, URI chain) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MinerApplication.class.getName()));
        for (String property :
                List.of(
                        "server.address=127.0.0.1",
                        "server.port=0",
                        "spring.data.redis.host=" + redis.host(),
                        "spring.data.redis.port=" + redis.port(),
                        "spring.data.redis.password=" + redis.password(),
                        "filetao.netuid=" + NETUID,
                        "filetao.chain.url=" + chain,
                        "filetao.chain.refresh=500ms",
                        "filetao.wallet.path=" + this.directory.resolve("wallets"),
                        "filetao.wallet.name=miner",
                        "filetao.axon.external-ip=127.0.0.1",
                        "filetao.axon.allow-private=true",
                        "filetao.miner.directory=" + this.directory.resolve("shards"),
                        "filetao.miner.reserve=0MB")) {
            command.add("--" + property);
        }
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static Miner announced(LocalSubtensor chain, Process process) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Optional<Neuron> neuron = chain.metagraph().neuron(HOTKEY.address());
            AxonInfo axon = neuron.map(Neuron::axon).orElse(null);
            if (neuron.isPresent() && axon != null) {
                return new Miner(
                        neuron.get().uid(), HOTKEY.address(), neuron.get().coldkey(), axon);
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("The miner did not announce its address");
    }

    private static <T> List<T> inParallel(Work<T> work) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            int number = i;
            calls.add(() -> work.doFor(number));
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }

    @FunctionalInterface
    private interface Work<T> {
        T doFor(int number) throws Exception;
    }

    /** As good as any bytes: they are sealed before they travel. */
    private record Zeros() implements ShardSource {

        @Override
        public long length() {
            return SHARD_BYTES;
        }

        @Override
        public InputStream open() {
            return new InputStream() {

                private int left = SHARD_BYTES;

                @Override
                public int read() {
                    return this.left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    if (this.left <= 0) {
                        return -1;
                    }
                    int count = Math.min(this.left, length);
                    Arrays.fill(target, offset, offset + count, (byte) 0);
                    this.left -= count;
                    return count;
                }
            };
        }
    }
}
