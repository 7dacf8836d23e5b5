package io.filetao.cli.localnet;

import io.filetao.cli.CommandException;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A whole network on this machine, each node with its own port, directory, wallet and key prefix.
 *
 * <pre>{@code
 * try (LocalNetwork network = LocalNetwork.with(validators(1), miners(9)).directory(temporary).start()) {
 *     URI api = network.api();
 *     network.miners().get(3).kill();
 * }
 * }</pre>
 *
 * <p>The nodes share this JVM, or are processes of their own ({@link Builder#separate()}); in both cases they end with it. On a
 * directory that was used before the network continues with the same wallets, chain, index and shards.
 */
public final class LocalNetwork implements AutoCloseable {

    private static final int NETUID = 21;
    private static final String USER = "user";
    private static final String VALIDATOR_KEYS = "validator:";

    /** On one machine a dead miner is to be noticed soon, and random data is to leave room for the user's. */
    private static final Map<String, Object> LOCAL_DUTIES =
            Map.of(
                    "filetao.validator.chores.monitor.every",
                    3,
                    "filetao.validator.duty.store.bytes-per-miner-per-day",
                    "16MB");

    private final Path directory;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<LocalNode> miners = new ArrayList<>();
    private final List<LocalNode> services = new ArrayList<>();
    private final String token;
    private final URI chainUrl;
    private final Subtensor chain;
    private final Map<String, Object> redis;
    private final NetworkWallets wallets;
    private @Nullable IntFunction<LocalNode> apiReplica;
    private boolean closed;

    private LocalNetwork(Builder plan) {
        this.directory = plan.directory.toAbsolutePath().normalize();
        List<Integer> ports = Ports.choose(4 + plan.miners, plan.portBase);
        NodeLauncher launcher = plan.separate ? new ProcessLauncher() : new InProcessLauncher();
        try {
            Files.createDirectories(this.directory);
            LocalNetworkFile.removeFrom(this.directory);
            Map<String, Object> givenRedis = plan.redis;
            CompletableFuture<Optional<EmbeddedRedis>> starting =
                    CompletableFuture.supplyAsync(() ->
                            givenRedis != null
                                    ? Optional.empty()
                                    : Optional.of(
                                            EmbeddedRedis.start(this.directory.resolve("redis"))));
            GivenChain given = plan.chain == null ? startChain(plan, ports.get(0)) : plan.chain;
            this.chainUrl = given.url();
            this.chain = given.client();
            this.wallets =
                    new NetworkWallets(
                            this.directory.resolve("wallets"), this.chain, given.stakes());
            Optional<EmbeddedRedis> ownRedis = starting.join();
            ownRedis.ifPresent(this.parts::push);
            this.redis =
                    ownRedis.map(EmbeddedRedis::springProperties)
                            .orElseGet(() -> Objects.requireNonNull(givenRedis));
            NetworkWallets.Registered validator = this.wallets.validator("validator");
            NetworkWallets.Registered user = this.wallets.registered(USER);
            LocalTokens tokens = LocalTokens.issue(this.redis, VALIDATOR_KEYS, user.wallet());
            this.token = tokens.everything();
            plan(plan, ports, launcher, validator, user, tokens);
            startNodes(plan.progress);
            awaitMiners();
            file().writeTo(this.directory);
        } catch (IOException failure) {
            close();
            throw new UncheckedIOException(failure);
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    /** A network to be, of which everything else may still be chosen. */
    public static Builder with(Validators validators, Miners miners) {
        return new Builder(validators.count(), miners.count());
    }

    /** How many validators. */
    public static Validators validators(int count) {
        return new Validators(count);
    }

    /** How many miners. */
    public static Miners miners(int count) {
        return new Miners(count);
    }

    /** Address of the API. */
    public URI api() {
        return service(Role.API).url();
    }

    public URI dashboard() {
        return service(Role.DASHBOARD).url();
    }

    /** The validator's node. */
    public LocalNode validator() {
        return service(Role.VALIDATOR);
    }

    /** The API's node. */
    public LocalNode apiNode() {
        return service(Role.API);
    }

    /** Starts another API node beside the first, of the same validator and on the same Redis. */
    public synchronized LocalNode addApiNode() {
        LocalNode replica = Objects.requireNonNull(this.apiReplica).apply(this.services.size());
        this.services.add(replica);
        replica.start();
        return replica;
    }

    /** The miners, in the order of their numbers. */
    public List<LocalNode> miners() {
        return List.copyOf(this.miners);
    }

    /** The chain, to read and to write as any wallet of the network. */
    public Subtensor chain() {
        return this.chain;
    }

    /** The {@code spring.data.redis} properties of the Redis that all nodes share, each under a prefix of its own. */
    public Map<String, Object> redis() {
        return this.redis;
    }

    /** The wallet of a person who stores files. */
    public Wallet userWallet() {
        return Wallet.at(this.wallets.directory(), USER, NetworkWallets.HOTKEY);
    }

    /** A bearer token with all scopes. */
    public String token() {
        return this.token;
    }

    public Path directory() {
        return this.directory;
    }

    /** Stops everything: nodes first, then the chain and Redis. */
    @Override
    public synchronized void close() {
        if (this.closed) {
            return;
        }
        this.closed = true;
        try {
            LocalNetworkFile.removeFrom(this.directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            List<LocalNode> nodes = new ArrayList<>(this.services);
            nodes.addAll(this.miners);
            inParallel(nodes, LocalNode::stop);
            this.parts.forEach(LocalNetwork::closeQuietly);
        }
    }

    private GivenChain startChain(Builder plan, int port) {
        URI url = startLocalChain(plan, port);
        LocalSubtensor client = new LocalSubtensor(url, NETUID, Duration.ofSeconds(10));
        this.parts.push(client);
        return new GivenChain(url, client, client::addStake);
    }

    private URI startLocalChain(Builder plan, int port) {
        Path kept = this.directory.resolve("chain");
        if (!plan.separate) {
            LocalChainServer server =
                    LocalChainServer.start(
                            LocalChain.open(
                                    kept,
                                    LocalChainSettings.of(plan.blockTime),
                                    InstantSource.system()),
                            InetAddress.getLoopbackAddress(),
                            port);
            this.parts.push(server);
            return server.url();
        }
        double seconds = plan.blockTime.toMillis() / 1000.0;
        ChildProcess process =
                ChildProcess.start(
                        ChildProcess.ownClassPath(),
                        List.of("-Xmx64m"),
                        List.of(
                                "chain",
                                "run",
                                "--data-dir=" + kept,
                                "--port=" + port,
                                "--block-time=" + seconds),
                        Map.of(),
                        kept.resolve("chain.out"));
        this.parts.push(process);
        URI url = URI.create("http://127.0.0.1:" + port);
        awaitChain(url, process, kept.resolve("chain.out"));
        return url;
    }

    /** A chain that runs, and the way to write to it. */
    private record GivenChain(URI url, Subtensor client, Stakes stakes) {}

    private static void awaitChain(URI url, ChildProcess process, Path log) {
        try (LocalSubtensor probe = new LocalSubtensor(url, NETUID, Duration.ofSeconds(2))) {
            Readiness.await(
                    () -> {
                        if (!process.isAlive()) {
                            throw new CommandException(
                                    "The chain ended while it started; its log is " + log);
                        }
                        try {
                            return probe.head().number() >= 0;
                        } catch (RuntimeException notYet) {
                            return false;
                        }
                    },
                    "The chain does not answer; its log is " + log);
        }
    }

    private void plan(
            Builder plan,
            List<Integer> ports,
            NodeLauncher launcher,
            NetworkWallets.Registered validator,
            NetworkWallets.Registered user,
            LocalTokens tokens) {
        Map<String, Object> common = commonProperties(plan);
        Path validatorHome = this.directory.resolve("validator");
        Map<String, Object> validating = new TreeMap<>(common);
        validating.putAll(identity(validator));
        validating.put("filetao.redis.prefix", VALIDATOR_KEYS);
        validating.put("filetao.validator.api.url", "http://127.0.0.1:" + ports.get(1));
        // On one machine nobody wants to wait for a network to look after itself.
        validating.putIfAbsent("filetao.validator.repair.patience", "2s");
        validating.putIfAbsent("filetao.validator.repair.down-patience", "5s");
        validating.putIfAbsent("filetao.validator.repair.retry", "1s");
        validating.putIfAbsent("filetao.validator.repair.lease", "15s");
        validating.put("filetao.validator.directory", validatorHome);
        LOCAL_DUTIES.forEach(validating::putIfAbsent);
        this.services.add(
                node(
                        Role.VALIDATOR,
                        "validator",
                        ports.get(3),
                        validatorHome,
                        validating,
                        validator,
                        launcher));
        Map<String, Object> serving = new TreeMap<>(validating);
        serving.putIfAbsent("filetao.api.whitelisted-hotkeys", user.hotkey().address());
        serving.put("filetao.api.spool-directory", this.directory.resolve("api").resolve("spool"));
        this.services.add(
                node(
                        Role.API,
                        "api",
                        ports.get(1),
                        this.directory.resolve("api"),
                        serving,
                        validator,
                        launcher));
        this.apiReplica = number -> apiReplica(number, serving, validator, launcher);
        Map<String, Object> showing = new TreeMap<>(common);
        showing.put("filetao.dashboard.api", "http://127.0.0.1:" + ports.get(1));
        this.services.add(
                node(
                        Role.DASHBOARD,
                        "dashboard",
                        ports.get(2),
                        this.directory.resolve("dashboard"),
                        showing,
                        Map.of("filetao.dashboard.token", tokens.reading()),
                        validator,
                        launcher));
        NodeLauncher mines =
                plan.minersClassPath == null ? launcher : new ProcessLauncher(plan.minersClassPath);
        for (int i = 0; i < plan.miners; i++) {
            String name = "miner-" + i;
            Path home = this.directory.resolve("miners").resolve(name);
            NetworkWallets.Registered wallet = this.wallets.registered(name);
            Map<String, Object> mining = new TreeMap<>(common);
            mining.putAll(identity(wallet));
            mining.put("filetao.redis.prefix", name + ":");
            mining.put("filetao.miner.directory", home.resolve("shards"));
            this.miners.add(node(Role.MINER, name, ports.get(4 + i), home, mining, wallet, mines));
        }
    }

    private LocalNode apiReplica(
            int number,
            Map<String, Object> serving,
            NetworkWallets.Registered validator,
            NodeLauncher launcher) {
        String name = "api-" + number;
        Path home = this.directory.resolve(name);
        Map<String, Object> properties = new TreeMap<>(serving);
        properties.put("filetao.api.spool-directory", home.resolve("spool"));
        int port = Ports.choose(1, 0).getFirst();
        return node(Role.API, name, port, home, properties, validator, launcher);
    }

    private Map<String, Object> commonProperties(Builder plan) {
        Map<String, Object> properties = new TreeMap<>(plan.properties);
        properties.put("server.address", "127.0.0.1");
        properties.put("filetao.netuid", NETUID);
        properties.put("filetao.chain.url", this.chainUrl);
        properties.put("filetao.chain.refresh", plan.blockTime.toMillis() + "ms");
        properties.put("filetao.wallet.path", this.wallets.directory());
        properties.put("filetao.axon.external-ip", "127.0.0.1");
        properties.put("filetao.axon.allow-private", "true");
        return properties;
    }

    private static Map<String, Object> identity(NetworkWallets.Registered registered) {
        return Map.of(
                "filetao.wallet.name",
                registered.wallet().name(),
                "filetao.wallet.hotkey",
                registered.wallet().hotkeyName());
    }

    private LocalNode node(
            Role role,
            String name,
            int port,
            Path home,
            Map<String, Object> properties,
            NetworkWallets.Registered identity,
            NodeLauncher launcher) {
        return node(role, name, port, home, properties, this.redis, identity, launcher);
    }

    private static LocalNode node(
            Role role,
            String name,
            int port,
            Path home,
            Map<String, Object> properties,
            Map<String, Object> secrets,
            NetworkWallets.Registered identity,
            NodeLauncher launcher) {
        Map<String, Object> all = new TreeMap<>(properties);
        all.put("server.port", port);
        all.replaceAll((key, value) -> String.valueOf(value));
        NodePlan plan = new NodePlan(role, name, port, home, all, secrets);
        return new LocalNode(plan, launcher, identity.uid(), identity.hotkey().address());
    }

    /** Miners first: the readiness of the API may depend on them. */
    private void startNodes(Consumer<String> progress) {
        List<LocalNode> nodes = new ArrayList<>(this.miners);
        nodes.addAll(this.services);
        inParallel(
                nodes,
                node -> {
                    node.launch();
                    node.awaitReady();
                    progress.accept(node.name());
                });
    }

    private void awaitMiners() {
        Readiness.await(
                () -> this.miners.stream().allMatch(this::isAnnounced),
                "Not every miner has announced its axon; see the logs in " + this.directory);
        Readiness.awaitMiners(
                api(),
                this.token,
                this.miners.stream()
                        .map(miner -> miner.url().getAuthority())
                        .collect(Collectors.toSet()),
                this.directory);
    }

    private boolean isAnnounced(LocalNode miner) {
        AxonInfo axon =
                this.chain.metagraph().neuron(miner.hotkey()).map(Neuron::axon).orElse(null);
        return axon != null && axon.port() == miner.url().getPort();
    }

    private LocalNetworkFile file() {
        return new LocalNetworkFile(
                ProcessHandle.current().pid(),
                api().toString(),
                dashboard().toString(),
                validator().url().toString(),
                this.chainUrl.toString(),
                this.token,
                this.wallets.directory().toString(),
                USER,
                NetworkWallets.HOTKEY,
                RedisAddress.of(this.redis).url(),
                this.miners.stream()
                        .map(miner ->
                                new LocalNetworkFile.Miner(
                                        miner.uid(),
                                        miner.hotkey().value(),
                                        miner.url().toString(),
                                        miner.directory().toString(),
                                        miner.pid()))
                        .toList());
    }

    private LocalNode service(Role role) {
        return this.services.get(role.ordinal());
    }

    /**
     * Does it to all at the same time; the first failure is thrown when all are done.
     *
     * <p>On platform threads: a node that starts loads classes, and a virtual thread that waits for another's class holds its
     * carrier. As many of them as there are processors would wait for each other for ever.
     */
    private static void inParallel(List<LocalNode> nodes, Consumer<LocalNode> action) {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("node-", 0).factory())) {
            CompletableFuture.allOf(
                            nodes.stream()
                                    .map(node ->
                                            CompletableFuture.runAsync(
                                                    () -> action.accept(node), threads))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            System.getLogger(LocalNetwork.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "A part of the network did not stop",
                            failure);
        }
    }

    /** A number of validators. */
    public record Validators(int count) {
        public Validators {
            if (count != 1) {
                throw new IllegalArgumentException("A local network has one validator");
            }
        }
    }

    /** A number of miners. */
    public record Miners(int count) {
        public Miners {
            if (count < 1 || count > 200) {
                throw new IllegalArgumentException("A local network has 1 to 200 miners");
            }
        }
    }

    /** What is chosen before a network starts. */
    public static final class Builder {

        private final int miners;
        private Path directory = Path.of(System.getProperty("user.home"), ".filetao", "localnet");
        private int portBase;
        private Duration blockTime = Duration.ofSeconds(1);
        private boolean separate;
        private @Nullable String minersClassPath;
        private Consumer<String> progress = name -> {};
        private Map<String, Object> properties = new TreeMap<>();
        private @Nullable GivenChain chain;
        private @Nullable Map<String, Object> redis;

        private Builder(int validators, int miners) {
            this.miners = miners;
        }

        /** Where everything is kept; by default {@code ~/.filetao/localnet}. */
        public Builder directory(Path chosen) {
            this.directory = chosen;
            return this;
        }

        /** The first of consecutive ports: chain, API, dashboard, validator, miners; by default free ones are taken. */
        public Builder portBase(int chosen) {
            this.portBase = chosen;
            return this;
        }

        /** Time between two blocks, by default one second. */
        public Builder blockTime(Duration chosen) {
            this.blockTime = chosen;
            return this;
        }

        /** Makes every service a process of its own. */
        public Builder separate() {
            this.separate = true;
            return this;
        }

        /** Runs miners of another release, as processes of their own, from the jars that this class path names. */
        public Builder minersOf(String classPath) {
            this.minersClassPath = classPath;
            return this;
        }

        /** A property of every node. */
        public Builder property(String key, Object value) {
            this.properties.put(key, value);
            return this;
        }

        /**
         * Uses a chain that runs already instead of one of its own; it has a subnet 21, and is not closed with the network.
         *
         * @param client to register the nodes with
         * @param stakes how a hotkey gets stake there
         */
        public Builder chain(URI url, Subtensor client, Stakes stakes) {
            this.chain = new GivenChain(url, client, stakes);
            return this;
        }

        /**
         * Uses a Redis server or cluster that runs already instead of a server of its own; it is not closed with the network.
         *
         * @param springProperties the {@code spring.data.redis} properties that lead to it
         */
        public Builder redis(Map<String, Object> springProperties) {
            this.redis = Map.copyOf(springProperties);
            return this;
        }

        /** Is told the name of each node that is ready. */
        public Builder progress(Consumer<String> listener) {
            this.progress = listener;
            return this;
        }

        /** Starts it and returns when every node is ready and every miner has announced its axon. */
        public LocalNetwork start() {
            return new LocalNetwork(this);
        }
    }
}
