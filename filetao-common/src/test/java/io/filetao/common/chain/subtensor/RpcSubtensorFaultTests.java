package io.filetao.common.chain.subtensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Weights;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.FakeSubtensor.Offers;
import io.filetao.common.fixtures.subtensor.JsonRpcServer.Session;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a program and a chain, and what must be true afterwards. */
class RpcSubtensorFaultTests {

    private static final int NETUID = 21;
    private static final AxonInfo AXON = new AxonInfo("203.0.113.7", 8091, 100);
    private static final BigInteger TAO = BigInteger.valueOf(1_000_000_000);

    @TempDir private Path commits;

    private final Keypair coldkey = Keypair.generate();
    private final Keypair hotkey = Keypair.generate();
    private FakeSubtensor node;
    private RpcSubtensor chain;

    @BeforeEach
    void start() {
        this.node = FakeSubtensor.start(Recording.SPEC_300, NETUID);
        this.chain = TestClients.of(NETUID, this.commits, this.node.url());
    }

    @AfterEach
    void stop() {
        this.chain.close();
        this.node.close();
    }

    @Test
    void registerServeAndSetWeightsAreReadBack() {
        int uid = this.chain.register(this.coldkey, this.hotkey.address());
        this.node.stake(this.hotkey.address(), TAO);
        this.chain.serveAxon(this.hotkey, AXON);
        this.chain.setWeights(this.hotkey, weights(uid));
        Neuron neuron = neuron(this.chain);
        assertThat(neuron.axon()).isEqualTo(AXON);
        assertThat(neuron.lastUpdate()).isEqualTo(this.node.headNumber());
        assertThat(this.chain.weights(uid)).isEqualTo(Map.of(uid, 65_535));
        int submitted = this.node.submitted();
        this.chain.serveAxon(this.hotkey, AXON);
        assertThat(this.node.submitted()).isEqualTo(submitted);
    }

    @Test
    void ipv6AxonIsReadBack() {
        this.chain.register(this.coldkey, this.hotkey.address());
        this.chain.serveAxon(this.hotkey, new AxonInfo("2001:db8::1", 8091, 100));
        assertThat(neuron(this.chain).axon())
                .isEqualTo(new AxonInfo("2001:db8:0:0:0:0:0:1", 8091, 100));
    }

    @Test
    void connectionThatBreaksWhileACallIsSentDoesNotDoItTwice() {
        this.chain.register(this.coldkey, this.hotkey.address());
        AtomicBoolean broken = new AtomicBoolean();
        int before = this.node.submitted();
        this.node
                .server()
                .behave((session, message) -> {
                    // The call is in a block by now, and nobody tells.
                    if (this.node.submitted() > before && !broken.getAndSet(true)) {
                        session.drop();
                    } else {
                        session.send(message);
                    }
                });
        this.chain.serveAxon(this.hotkey, AXON);
        assertThat(broken).isTrue();
        assertThat(neuron(this.chain).axon()).isEqualTo(AXON);
        assertThat(this.node.accepted(this.hotkey.address())).isEqualTo(1);
    }

    @Test
    void runtimeThatIsUpgradedMeanwhileIsNoticed() {
        FakeSubtensor old = FakeSubtensor.start(Recording.SPEC_143, NETUID);
        try (RpcSubtensor client = TestClients.of(NETUID, this.commits, old.url())) {
            int uid = client.register(this.coldkey, this.hotkey.address());
            assertThat(client.specVersion()).isEqualTo(143);
            old.upgrade(Recording.SPEC_300);
            assertThat(client.metagraph().neurons()).hasSize(1);
            assertThat(client.specVersion()).isEqualTo(300);
            old.stake(this.hotkey.address(), TAO);
            client.setWeights(this.hotkey, weights(uid));
            assertThat(old.weights(this.hotkey.address())).isEqualTo(Map.of(uid, 65_535));
        } finally {
            old.close();
        }
    }

    @Test
    void upgradeBetweenSigningAndSendingMakesANewSignature() {
        FakeSubtensor old = FakeSubtensor.start(Recording.SPEC_143, NETUID);
        try (RpcSubtensor client = TestClients.of(NETUID, this.commits, old.url())) {
            client.register(this.coldkey, this.hotkey.address());
            old.beforeNextSubmission(() -> old.upgradeNow(Recording.SPEC_300));
            client.serveAxon(this.hotkey, AXON);
            assertThat(neuron(client).axon()).isEqualTo(AXON);
            assertThat(old.accepted(this.hotkey.address())).isEqualTo(1);
        } finally {
            old.close();
        }
    }

    @Test
    void staleNonceMakesANewSignature() {
        this.chain.register(this.coldkey, this.hotkey.address());
        this.node.beforeNextSubmission(() -> this.node.useNonce(this.hotkey.address()));
        this.chain.serveAxon(this.hotkey, AXON);
        assertThat(neuron(this.chain).axon()).isEqualTo(AXON);
    }

    @Test
    void callsOfOneKeyFollowEachOther() throws Exception {
        int uid = this.chain.register(this.coldkey, this.hotkey.address());
        this.node.stake(this.hotkey.address(), TAO);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(
                        CompletableFuture.runAsync(
                                () -> this.chain.setWeights(this.hotkey, weights(uid)), threads));
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)).get();
        }
        assertThat(this.node.accepted(this.hotkey.address())).isEqualTo(8);
        assertThat(this.node.submitted()).isEqualTo(9);
    }

    @Test
    void nodeThatForgetsTheSubscriptionIsAskedInstead() {
        this.chain.register(this.coldkey, this.hotkey.address());
        int before = this.node.subscriptions();
        this.node.forgetSubscriptions();
        this.node.advanceTo(this.node.headNumber() + 10);
        this.chain.serveAxon(this.hotkey, AXON);
        assertThat(neuron(this.chain).axon()).isEqualTo(AXON);
        await(() -> this.node.subscriptions() > before);
    }

    @Test
    void callThatWaitsForItsBlockIsFoundThere() throws Exception {
        this.chain.register(this.coldkey, this.hotkey.address());
        this.node.sealAtOnce(false);
        int before = this.node.submitted();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> call =
                    CompletableFuture.runAsync(
                            () -> this.chain.serveAxon(this.hotkey, AXON), threads);
            await(() -> this.node.submitted() > before);
            assertThat(call).isNotDone();
            this.node.advanceTo(this.node.headNumber() + 3);
            call.get();
        }
        assertThat(neuron(this.chain).axon()).isEqualTo(AXON);
    }

    @Test
    void callThatNoBlockTakesEndsWithItsEra() throws Exception {
        this.chain.register(this.coldkey, this.hotkey.address());
        this.node.loseSubmissions();
        int before = this.node.submitted();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> call =
                    CompletableFuture.runAsync(
                            () -> this.chain.serveAxon(this.hotkey, AXON), threads);
            await(() -> this.node.submitted() > before);
            this.node.advanceTo(this.node.headNumber() + 70);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(call::get)
                    .withMessageContaining("did not include serve_axon in time");
        }
    }

    @Test
    void rateLimitsAreToldWithTheirNames() {
        int uid = this.chain.register(this.coldkey, this.hotkey.address());
        this.node.stake(this.hotkey.address(), TAO);
        this.node.rule("ServingRateLimit", 50);
        this.chain.serveAxon(this.hotkey, AXON);
        int before = this.node.submitted();
        refused(
                "ServingRateLimitExceeded",
                () -> this.chain.serveAxon(this.hotkey, new AxonInfo("203.0.113.7", 9000, 100)));
        assertThat(this.node.submitted()).isEqualTo(before);
        this.node.rule("WeightsSetRateLimit", 100);
        refused("SettingWeightsTooFast", () -> this.chain.setWeights(this.hotkey, weights(uid)));
        this.node.advanceTo(this.node.headNumber() + 100);
        this.chain.setWeights(this.hotkey, weights(uid));
    }

    @Test
    void coldkeyWithoutBalanceIsToldWhatItCosts() {
        this.node.balance(this.coldkey.address(), BigInteger.valueOf(500_000_000));
        refused(
                "has 0.5 TAO, and a place on subnet 21 costs 1 TAO",
                () -> this.chain.register(this.coldkey, this.hotkey.address()));
        assertThat(this.node.submitted()).isZero();
    }

    @Test
    void poolThatRefusesByNumberIsUnderstood() {
        this.chain.register(this.coldkey, this.hotkey.address());
        this.node.refuseNextSubmission(1010, "Invalid Transaction", "Custom error: 12");
        refused("ServingRateLimitExceeded", () -> this.chain.serveAxon(this.hotkey, AXON));
        this.node.refuseNextSubmission(
                1010,
                "Invalid Transaction",
                "Inability to pay some fees (e.g. account balance too low)");
        refused("add TAO to the coldkey", () -> this.chain.serveAxon(this.hotkey, AXON));
        this.node.refuseNextSubmission(1012, "Transaction is temporarily banned", null);
        refused("for some minutes", () -> this.chain.serveAxon(this.hotkey, AXON));
        this.chain.serveAxon(this.hotkey, AXON);
    }

    @Test
    void hotkeyThatIsNotRegisteredIsToldWhatToDo() {
        refused(
                "register it with filetao chain register",
                () -> this.chain.serveAxon(this.hotkey, AXON));
        refused("NotRegistered", () -> this.chain.setWeights(this.hotkey, weights(0)));
        assertThat(this.node.submitted()).isZero();
    }

    @Test
    void subnetThatIsNotThereIsNamed() {
        for (Offers offers : List.of(Offers.STORAGE, Offers.SELECTIVE_METAGRAPH)) {
            this.node.offering(offers);
            try (RpcSubtensor lost = TestClients.of(77, this.commits, this.node.url())) {
                refused("no subnet 77", lost::metagraph);
                refused("no subnet 77", lost::hyperparameters);
                refused("no subnet 77", () -> lost.register(this.coldkey, this.hotkey.address()));
            }
        }
    }

    @Test
    void answersThatAreCutOrMutatedAreReadOrRefusedAndNothingElse() {
        this.chain.register(this.coldkey, this.hotkey.address());
        this.chain.serveAxon(this.hotkey, AXON);
        Random random = new Random(5);
        this.node
                .server()
                .behave((session, message) -> {
                    int end = message.lastIndexOf("\"}");
                    int begin = message.lastIndexOf("\"0x") + 3;
                    if (begin > 3 && end > begin + 4) {
                        int place = begin + 2 * random.nextInt((end - begin) / 2);
                        session.send(
                                random.nextBoolean()
                                        ? message.substring(0, place) + message.substring(end)
                                        : message.substring(0, place)
                                                + String.format("%02x", random.nextInt(256))
                                                + message.substring(place + 2));
                    } else {
                        session.send(message);
                    }
                });
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            try {
                this.chain.metagraph();
                this.chain.hyperparameters();
            } catch (ChainException nonsense) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        this.node.server().behave(Session::send);
        assertThat(this.chain.metagraph().neurons()).hasSize(1);
    }

    @Test
    void lengthsThatNothingCanFillAreRefused() {
        this.node
                .server()
                .behave((session, message) ->
                        session.send(
                                message.length() > 100_000 || message.contains("\"result\":\"0x0")
                                        ? message.substring(0, message.indexOf("\"0x"))
                                                + "\"0x6d6574610e03000000400000\"}"
                                        : message));
        refused("cannot be read", this.chain::metagraph);
        this.node.server().behave(Session::send);
        assertThat(this.chain.metagraph().neurons()).isEmpty();
    }

    @Test
    void lastGoodMetagraphStaysWhileTheChainIsAway() {
        this.chain.register(this.coldkey, this.hotkey.address());
        Instant[] now = {Instant.EPOCH};
        InstantSource time = () -> now[0];
        try (RpcSubtensor impatient =
                        TestClients.of(
                                Duration.ofSeconds(3), NETUID, this.commits, this.node.url());
                MetagraphCache cache = new MetagraphCache(impatient, Duration.ofDays(1), time)) {
            await(() -> cache.age().isPresent());
            this.node.close();
            now[0] = Instant.EPOCH.plusSeconds(100);
            assertThat(cache.neuron(this.hotkey.address())).isPresent();
            assertThat(cache.neuron(this.coldkey.address())).isEmpty();
            assertThat(cache.age()).contains(Duration.ofSeconds(100));
            Metagraph kept = cache.metagraph();
            assertThat(kept.neurons()).hasSize(1);
        }
    }

    @Test
    void committedWeightsAreRevealedOneEpochLater() {
        int uid = registeredForCommits();
        this.chain.setWeights(this.hotkey, weights(uid));
        assertThat(this.node.openCommits(this.hotkey.address())).isEqualTo(1);
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
        this.node.advanceTo(this.node.headNumber() + 11);
        await(() -> !this.node.weights(this.hotkey.address()).isEmpty());
        assertThat(this.node.weights(this.hotkey.address())).isEqualTo(Map.of(uid, 65_535));
        await(() -> new WeightCommits(this.commits).all(NETUID).isEmpty());
    }

    @Test
    void committedWeightsAreRevealedByAProgramThatStartsAgain() {
        int uid = registeredForCommits();
        this.chain.setWeights(this.hotkey, weights(uid));
        this.chain.close();
        this.node.advanceTo(this.node.headNumber() + 11);
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
        this.chain = TestClients.of(NETUID, this.commits, this.node.url());
        this.chain.serveAxon(this.hotkey, AXON);
        await(() -> !this.node.weights(this.hotkey.address()).isEmpty());
    }

    @Test
    void weightsThatWereNotRevealedInTimeAreGivenUp() {
        int uid = registeredForCommits();
        this.chain.setWeights(this.hotkey, weights(uid));
        this.chain.close();
        this.node.advanceTo(this.node.headNumber() + 40);
        this.chain = TestClients.of(NETUID, this.commits, this.node.url());
        this.chain.serveAxon(this.hotkey, AXON);
        await(() -> new WeightCommits(this.commits).all(NETUID).isEmpty());
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
    }

    @Test
    void nothingIsSignedForAnotherChain() {
        int uid = this.chain.register(this.coldkey, this.hotkey.address());
        try (FakeSubtensor other = FakeSubtensor.startOther(Recording.SPEC_300, NETUID);
                RpcSubtensor first =
                        TestClients.of(
                                Duration.ofSeconds(3),
                                NETUID,
                                this.commits,
                                this.node.url(),
                                other.url())) {
            assertThat(first.genesis().hash()).isEqualTo(this.node.genesis());
            this.node.vanish();
            assertThatExceptionOfType(ChainException.class)
                    .isThrownBy(() -> first.serveAxon(this.hotkey, AXON));
            assertThatExceptionOfType(ChainException.class)
                    .isThrownBy(() -> first.setWeights(this.hotkey, weights(uid)));
            assertThatExceptionOfType(ChainException.class)
                    .isThrownBy(() -> first.register(this.coldkey, this.coldkey.address()));
            assertThat(other.submitted()).isZero();
        }
    }

    @Test
    void finalizedAndOldBlocksAreRead() {
        this.node.advanceTo(20);
        assertThat(this.chain.finalizedHead().number()).isEqualTo(17);
        Instant time = this.chain.block(5).orElseThrow().time();
        this.node.forgetStatesBefore(10);
        assertThat(this.chain.block(5).orElseThrow().time()).isEqualTo(time);
    }

    /** A validator on a subnet with commit-reveal and epochs of 11 blocks, in the middle of one. */
    private int registeredForCommits() {
        this.node.rule("Tempo", 10);
        this.node.rule("CommitRevealWeightsEnabled", 1);
        int uid = this.chain.register(this.coldkey, this.hotkey.address());
        this.node.stake(this.hotkey.address(), TAO);
        // The epoch in which block b lies is (b + 22) / 11.
        this.node.advanceTo(24);
        return uid;
    }

    private Neuron neuron(RpcSubtensor client) {
        return client.metagraph().neuron(this.hotkey.address()).orElseThrow();
    }

    private static Weights weights(int uid) {
        return new Weights(new TreeMap<>(Map.of(uid, 65_535)), 0);
    }

    private static void refused(String because, Runnable call) {
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(call::run)
                .withMessageContaining(because);
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }
}
