package io.filetao.common.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class MinerDirectoryTests {

    private static final AxonInfo PUBLIC = new AxonInfo("5.6.7.8", 8091, 1);

    private final Set<Integer> down = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pings = new AtomicInteger();
    private final HandClock clock = new HandClock();
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private final List<Neuron> neurons =
            List.of(
                    neuron(0, 0, false, PUBLIC),
                    neuron(1, 501, true, PUBLIC),
                    neuron(2, 500, true, PUBLIC),
                    neuron(3, 501, false, PUBLIC),
                    neuron(4, 0, false, null),
                    neuron(5, 0, false, new AxonInfo("127.0.0.1", 8091, 1)));
    private final MinerDirectory directory = directory(false);

    @Test
    void eligibleAreServingNeuronsAtPublicAddressesThatAreNoValidators() {
        assertThat(this.directory.eligible()).extracting(Miner::uid).containsExactly(0, 2, 3);
        assertThat(directory(true).eligible()).extracting(Miner::uid).containsExactly(0, 2, 3, 5);
    }

    @Test
    void answeringLeavesOutWhoIsDownAndBelievesAnAnswerForAWhile() {
        this.down.add(2);
        assertThat(this.directory.answering()).extracting(Miner::uid).containsExactly(0, 3);
        assertThat(this.pings).hasValue(3);
        this.down.clear();
        assertThat(this.directory.answering()).extracting(Miner::uid).containsExactly(0, 2, 3);
        assertThat(this.pings).hasValue(4);
    }

    @Test
    void answeringWhenManyAskAtOncePingsEachMinerOnce() throws Exception {
        this.hold = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Miner>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(callers.submit(this.directory::answering));
            }
            await().untilAsserted(() -> assertThat(this.pings).hasValue(3));
            this.hold.countDown();
            for (Future<List<Miner>> answer : answers) {
                assertThat(answer.get()).hasSize(3);
            }
        }
        // Who asked only after the answers were there believes them.
        assertThat(this.pings).hasValue(3);
    }

    @Test
    void candidatesWhenAMinerIsSilentDoNotWaitForIt() {
        this.down.add(2);
        assertThat(this.directory.candidates()).extracting(Miner::uid).containsExactly(0, 3);
        assertThat(this.pings).hasValue(3);
        // From now on its pings hang: whoever waited for one would never return.
        this.hold = new CountDownLatch(1);
        this.clock.advance(MinerDirectory.SHORTEST_PAUSE);
        assertThat(this.directory.candidates()).extracting(Miner::uid).containsExactly(0, 3);
        assertThat(this.directory.candidates()).extracting(Miner::uid).containsExactly(0, 3);
        await().untilAsserted(() -> assertThat(this.pings).hasValue(4));
        this.down.clear();
        this.hold.countDown();
        await().untilAsserted(() ->
                assertThat(this.directory.candidates())
                        .extracting(Miner::uid)
                        .containsExactly(0, 2, 3));
        assertThat(this.pings).hasValue(4);
    }

    @Test
    void candidatesLeaveASilentMinerAloneForLongerAndLonger() {
        this.down.add(2);
        this.directory.candidates();
        int failures = 1;
        for (int pause : List.of(1, 2, 4, 8, 16, 30, 30)) {
            this.clock.advance(Duration.ofSeconds(pause).minusMillis(1));
            heardOfTheOthers();
            this.directory.candidates();
            assertThat(this.pings).hasValue(failures + 2);
            this.clock.advance(Duration.ofMillis(1));
            this.directory.candidates();
            failures++;
            int expected = failures;
            await().untilAsserted(() ->
                    assertThat(this.directory.recentFailures(address(2))).isEqualTo(expected));
            assertThat(this.pings).hasValue(failures + 2);
        }
    }

    private void heardOfTheOthers() {
        this.directory.succeeded(address(0), Duration.ofMillis(1));
        this.directory.succeeded(address(3), Duration.ofMillis(1));
    }

    @Test
    void failedCountsUntilTheNextSuccess() {
        Ss58Address miner = address(0);
        this.directory.failed(miner);
        this.directory.failed(miner);
        assertThat(this.directory.recentFailures(miner)).isEqualTo(2);
        this.directory.succeeded(miner, Duration.ofMillis(10));
        assertThat(this.directory.recentFailures(miner)).isZero();
        this.directory.succeeded(miner, Duration.ofMillis(20));
        assertThat(this.directory.latencyNanos(miner)).isEqualTo(12_000_000);
    }

    @Test
    void findWhenTheNeuronIsNoMinerIsEmpty() {
        assertThat(this.directory.find(address(0))).isPresent();
        assertThat(this.directory.find(address(1))).isEmpty();
        assertThat(this.directory.find(address(77))).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void eligibleWhenAllAddressesArePrivateTellsOnceWhy(CapturedOutput log) {
        MinerDirectory lonely = directory(false, List.of(this.neurons.get(5)));
        assertThat(lonely.eligible()).isEmpty();
        assertThat(lonely.eligible()).isEmpty();
        assertThat(log).containsOnlyOnce("None of 1 miners is called");
        assertThat(log).contains("127.0.0.1", "filetao.axon.allow-private=true");
    }

    private MinerDirectory directory(boolean allowPrivate) {
        return directory(allowPrivate, this.neurons);
    }

    private MinerDirectory directory(boolean allowPrivate, List<Neuron> known) {
        Metagraph metagraph = new Metagraph(21, new Block(1, Hash.sha256(), Instant.EPOCH), known);
        return new MinerDirectory(
                () -> metagraph,
                new AddressPolicy(allowPrivate),
                miner -> {
                    this.pings.incrementAndGet();
                    try {
                        this.hold.await();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    return !this.down.contains(miner.uid());
                },
                this.clock);
    }

    private static Neuron neuron(int uid, long tao, boolean permit, @Nullable AxonInfo axon) {
        return new Neuron(
                uid,
                address(uid),
                address(100 + uid),
                BigInteger.valueOf(tao).multiply(BigInteger.valueOf(1_000_000_000)),
                permit,
                axon,
                0,
                0);
    }

    private static Ss58Address address(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        return Ss58Address.of(key);
    }

    /** A clock that goes on when it is told to. */
    private static final class HandClock extends Clock {

        private volatile Instant now = Instant.EPOCH;

        void advance(Duration duration) {
            this.now = this.now.plus(duration);
        }

        @Override
        public Instant instant() {
            return this.now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
