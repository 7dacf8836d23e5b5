package io.filetao.validator.chore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.crypto.Hash;
import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.tier.RewardRules;
import io.filetao.validator.event.EventLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@link ChoreRunner} on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class ChoreRunnerTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir private Path directory;

    private final List<ChoreRunner> runners = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile Block head = block(1);
    private RedisCalls redis;
    private Keyspace keys;
    private EventLog events;

    @BeforeEach
    void setUp(RedisServer server) {
        this.redis = new RedisCalls(server.template());
        this.keys = new Keyspace(server.prefix());
        this.events =
                new EventLog(
                        this.directory,
                        1 << 20,
                        10,
                        this.redis,
                        this.keys,
                        100,
                        RewardRules.DEFAULT,
                        List.of());
    }

    @AfterEach
    void tearDown() {
        this.runners.forEach(ChoreRunner::close);
        this.events.close();
    }

    @Test
    void lookByTwoReplicasForFiftyRoundsRunsEachSlotOfEachChoreOnce() throws Exception {
        List<CountingChore> chores =
                List.of(
                        new CountingChore("monitor", 3),
                        new CountingChore("retrieve", 15),
                        new CountingChore("blocks", 1),
                        new CountingChore("weights", 50));
        ChoreRunner first = runner(chores);
        ChoreRunner second = runner(chores);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long number = 3; number < 153; number++) {
                this.head = block(number);
                threads.submit(first::look).get();
                threads.submit(second::look).get();
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> first.isIdle() && second.isIdle());
            }
        }
        for (CountingChore chore : chores) {
            long from = 3 / chore.everyBlocks();
            long to = 152 / chore.everyBlocks();
            assertThat(chore.runs.keySet())
                    .as(chore.name())
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(from, to).boxed().toList());
            assertThat(chore.runs.values())
                    .as(chore.name())
                    .allSatisfy(count -> assertThat(count).hasValue(1));
        }
    }

    @Test
    void lookWhenAChoreStillRunsDoesNotStartItAgainOnAnotherReplica() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Chore slow =
                chore(
                        "slow",
                        LONG,
                        _ -> {
                            runs.incrementAndGet();
                            started.countDown();
                            end.await();
                            return ChoreOutcome.NOTHING;
                        });
        ChoreRunner first = runner(List.of(slow));
        ChoreRunner second = runner(List.of(slow));
        first.look();
        started.await();
        this.head = block(2);
        second.look();
        await().atMost(LONG).until(second::isIdle);
        assertThat(runs).hasValue(1);
        end.countDown();
        await().atMost(LONG).until(first::isIdle);
        second.look();
        await().atMost(LONG).until(() -> runs.get() == 2);
    }

    @Test
    void lookWhenOneChoreHangsAndOneThrowsRunsTheOthersAndSaysSo() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Chore hanging =
                chore(
                        "hanging",
                        Duration.ofMillis(50),
                        _ -> {
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                            return ChoreOutcome.NOTHING;
                        });
        Chore broken =
                chore(
                        "broken",
                        LONG,
                        _ -> {
                            throw new IllegalStateException("out of order");
                        });
        CountingChore good = new CountingChore("good", 1);
        ChoreRunner runner = runner(List.of(hanging, broken, good));
        runner.look();
        interrupted.await();
        await().atMost(LONG).until(runner::isIdle);
        assertThat(good.runs).hasSize(1);
        assertThat(this.meters.get("filetao.chore").tag("outcome", "timeout").timer().count())
                .isEqualTo(1);
        List<Event> written = new ArrayList<>();
        EventFiles.read(this.directory, written::add);
        assertThat(written)
                .extracting(Event::chore, Event::success)
                .contains(tuple("hanging", false), tuple("broken", false), tuple("good", true));
    }

    @Test
    void lookWhenTheChainIsAwayStartsNothingAndGoesOnLater() {
        CountingChore chore = new CountingChore("good", 1);
        AtomicInteger asked = new AtomicInteger();
        ChoreRunner runner =
                new ChoreRunner(
                        List.of(chore),
                        new ChoreProperties(3, Map.of()),
                        () -> {
                            if (asked.getAndIncrement() == 0) {
                                throw new ChainException("The chain is away.");
                            }
                            return this.head;
                        },
                        this.redis,
                        this.keys,
                        this.events,
                        this.meters,
                        ObservationRegistry.NOOP);
        this.runners.add(runner);
        runner.look();
        assertThat(runner.isIdle()).isTrue();
        runner.look();
        await().atMost(LONG).until(() -> chore.runs.size() == 1);
    }

    @Test
    void lookHeedsTheSettingsOfAChore() {
        CountingChore off = new CountingChore("off", 1);
        CountingChore rare = new CountingChore("rare", 1);
        ChoreProperties properties =
                new ChoreProperties(
                        3,
                        Map.of(
                                "off", new ChoreProperties.Settings(false, null),
                                "rare", new ChoreProperties.Settings(true, 100)));
        ChoreRunner runner = runner(List.of(off, rare), properties);
        for (long number = 101; number < 110; number++) {
            this.head = block(number);
            runner.look();
            await().atMost(LONG).until(runner::isIdle);
        }
        assertThat(off.runs).isEmpty();
        assertThat(rare.runs).containsOnlyKeys(101L);
    }

    private ChoreRunner runner(List<? extends Chore> chores) {
        return runner(chores, new ChoreProperties(3, Map.of()));
    }

    private ChoreRunner runner(List<? extends Chore> chores, ChoreProperties properties) {
        ChoreRunner runner =
                new ChoreRunner(
                        List.copyOf(chores),
                        properties,
                        () -> this.head,
                        this.redis,
                        this.keys,
                        this.events,
                        this.meters,
                        ObservationRegistry.NOOP);
        this.runners.add(runner);
        return runner;
    }

    private static Block block(long number) {
        return new Block(number, Hash.sha256(new byte[] {(byte) number}), Instant.EPOCH);
    }

    private static Chore chore(String name, Duration timeout, Work work) {
        return new Chore() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int everyBlocks() {
                return 1;
            }

            @Override
            public Duration timeout() {
                return timeout;
            }

            @Override
            public ChoreOutcome run(Tick tick) throws Exception {
                return work.run(tick);
            }
        };
    }

    private interface Work {
        ChoreOutcome run(Tick tick) throws Exception;
    }

    /** Counts its runs by slot. */
    private static final class CountingChore implements Chore {

        private final String name;
        private final int every;
        private final Map<Long, AtomicInteger> runs = new ConcurrentHashMap<>();

        CountingChore(String name, int every) {
            this.name = name;
            this.every = every;
        }

        @Override
        public String name() {
            return this.name;
        }

        @Override
        public int everyBlocks() {
            return this.every;
        }

        @Override
        public Duration timeout() {
            return LONG;
        }

        @Override
        public ChoreOutcome run(Tick tick) {
            this.runs
                    .computeIfAbsent(tick.block().number() / this.every, _ -> new AtomicInteger())
                    .incrementAndGet();
            return ChoreOutcome.of(1, 0);
        }
    }
}
