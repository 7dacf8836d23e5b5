package io.filetao.common.broadband;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.broadband.TestMiner.Fault;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.protocol.dendrite.DendriteException.Reason;
import io.filetao.common.transfer.MinerBreakers;
import io.filetao.common.transfer.MinerGuard.Exchange;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@link MinerBreakers}, alone and in front of miners that really hang. */
@ExtendWith(RedisServerExtension.class)
class MinerBreakersTests {

    private static final Ss58Address MINER = Keypair.generate().address();
    private static final Duration HOUR = Duration.ofHours(1);

    private final byte[] content = new byte[300_000];

    @TempDir private Path spool;
    private TestNetwork network;

    @BeforeEach
    void start(RedisServer redis) throws IOException {
        this.network = new TestNetwork(9, redis, this.spool);
        new Random(21).nextBytes(this.content);
    }

    @AfterEach
    void stop() {
        this.network.close();
    }

    @Test
    void minerThatHangsIsLeftAloneAndAskedAgainLater() throws IOException {
        FileRecord file = store();
        TestMiner hanging = holder(file, 0);
        hanging.fault = Fault.STALLS;
        awaitUntil(() -> {
            // As a miner that answers pings and then hangs again and again.
            this.network.directory.succeeded(hanging.address(), Duration.ofNanos(1));
            assertThat(read(file)).isEqualTo(this.content);
            return this.network.breakers.state(hanging.address()) != State.CLOSED;
        });
        assertThat(this.network.breakers.leftAlone() + this.network.breakers.count(State.OPEN))
                .isPositive();

        hanging.fault = Fault.NONE;
        awaitUntil(() -> {
            this.network.directory.succeeded(hanging.address(), Duration.ofNanos(1));
            assertThat(read(file)).isEqualTo(this.content);
            return this.network.breakers.state(hanging.address()) == State.CLOSED;
        });
    }

    @Test
    void fileIsReadAndChallengesGoOnWhenEveryMinerIsLeftAlone() throws IOException {
        FileRecord file = store();
        this.network.miners.forEach(miner -> open(this.network.breakers, miner.address()));
        int faults = this.network.fetchFailures.size();
        assertThat(read(file)).isEqualTo(this.content);
        assertThat(this.network.fetchFailures).hasSize(faults);
        ShardRecord shard = file.segments().getFirst().shards().getFirst();
        Miner miner = this.network.directory.find(shard.miner()).orElseThrow();
        // What verifies miners uses the fetcher itself, which knows no breakers.
        this.network.fetcher.fetch(miner, shard, 0, 1, OutputStream.nullOutputStream());
        assertThat(this.network.breakers.state(shard.miner())).isNotNull();
    }

    @Test
    void fileIsStoredWhenMinersAreLeftAlone() throws IOException {
        this.network.miners.forEach(miner -> open(this.network.breakers, miner.address()));
        assertThat(read(store())).isEqualTo(this.content);
        assertThat(this.network.storeFaults).isEmpty();
    }

    @Test
    void breakerOpensForMinersThatAreAwayAndNotForThoseThatRefuse() {
        MinerBreakers breakers = new MinerBreakers(1, HOUR);
        for (int i = 0; i < 20; i++) {
            end(breakers, new DendriteException(Reason.BAD_SIGNATURE, "wrong"));
            end(breakers, new InterruptedIOException("given up"));
        }
        assertThat(breakers.state(MINER)).isEqualTo(State.CLOSED);
        open(breakers, MINER);
        assertThat(breakers.tryBegin(MINER)).isEmpty();
        assertThat(breakers.count(State.OPEN)).isEqualTo(1);
        try (Exchange insisted = breakers.insist(MINER)) {
            insisted.ended(null);
        }
        assertThat(breakers.state(MINER)).isEqualTo(State.CLOSED);
    }

    @Test
    void tryBeginWhenManyAreGoingOnLeadsToOthersAndInsistingStillServes() {
        MinerBreakers breakers = new MinerBreakers(1, HOUR);
        Exchange first = breakers.tryBegin(MINER).orElseThrow();
        assertThat(breakers.tryBegin(MINER)).isEmpty();
        assertThat(breakers.crowded()).isEqualTo(1);
        Exchange beyond = breakers.insist(MINER);
        assertThat(breakers.exchanges()).isEqualTo(2);
        beyond.close();
        assertThat(breakers.tryBegin(MINER)).isEmpty();
        first.close();
        first.close();
        assertThat(breakers.exchanges()).isZero();
        breakers.tryBegin(MINER).orElseThrow().close();
        assertThat(breakers.exchanges()).isZero();
    }

    @Test
    void tryBeginWhenTooManyMinersLookAwayAsksThemAll() {
        MinerBreakers breakers = new MinerBreakers(1, HOUR);
        List<Ss58Address> miners =
                Stream.generate(() -> Keypair.generate().address()).limit(6).toList();
        miners.forEach(miner -> breakers.tryBegin(miner).orElseThrow().close());
        open(breakers, miners.get(0));
        open(breakers, miners.get(1));
        assertThat(breakers.tryBegin(miners.get(0))).isEmpty();
        open(breakers, miners.get(2));
        try (Exchange asked = breakers.tryBegin(miners.get(0)).orElseThrow()) {
            asked.ended(null);
        }
        assertThat(breakers.state(miners.get(0))).isEqualTo(State.CLOSED);
        assertThat(breakers.tryBegin(miners.get(1))).isEmpty();
    }

    private static void open(MinerBreakers breakers, Ss58Address miner) {
        for (int i = 0; i < 20; i++) {
            breakers.tryBegin(miner)
                    .ifPresent(exchange -> {
                        exchange.ended(new DendriteException(Reason.TIMEOUT, "silent"));
                        exchange.close();
                    });
        }
        assertThat(breakers.state(miner)).isNotEqualTo(State.CLOSED);
    }

    private static void end(MinerBreakers breakers, IOException failure) {
        try (Exchange exchange = breakers.tryBegin(MINER).orElseThrow()) {
            exchange.ended(failure);
        }
    }

    private FileRecord store() throws IOException {
        return this.network
                .writer
                .store(
                        new ByteArrayInputStream(this.content),
                        new StoreRequest(
                                OptionalLong.empty(), "alice", null, "f", "a/b", HOUR, null))
                .record();
    }

    private byte[] read(FileRecord file) {
        try (InputStream in = this.network.reader.open(file).read(0, file.size())) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private TestMiner holder(FileRecord file, int shard) {
        return this.network.miner(file.segments().getFirst().shards().get(shard).miner());
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(end);
        }
    }
}
