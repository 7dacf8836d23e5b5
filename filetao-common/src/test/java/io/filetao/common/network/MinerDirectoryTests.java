package io.filetao.common.network;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MinerDirectoryTests {

    private static final AxonInfo PUBLIC = new AxonInfo("5.6.7.8", 8091, 1);

    private final Set<Integer> down = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pings = new AtomicInteger();
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

    private MinerDirectory directory(boolean allowPrivate) {
        Metagraph metagraph =
                new Metagraph(21, new Block(1, Hash.sha256(), Instant.EPOCH), this.neurons);
        return new MinerDirectory(
                () -> metagraph,
                new AddressPolicy(allowPrivate),
                miner -> {
                    this.pings.incrementAndGet();
                    return !this.down.contains(miner.uid());
                },
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
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
}
