package io.filetao.validator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.event.Event;
import io.filetao.common.event.Event.WeightsSet;
import io.filetao.common.event.EventFiles;
import io.filetao.common.event.EventJson;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.tier.RewardRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@link EventLog} on a real disk and Redis. */
@ExtendWith(RedisServerExtension.class)
class EventLogTests {

    @TempDir private Path directory;

    private RedisServer server;
    private Keyspace keys;

    @BeforeEach
    void setUp(RedisServer server) {
        this.server = server;
        this.keys = new Keyspace(server.prefix());
    }

    @Test
    void appendedEventsAreReadBackInOrderWithEveryBit() throws Exception {
        List<Event> events = new ArrayList<>();
        Random random = new Random(21);
        for (int i = 0; i < 200; i++) {
            events.add(
                    Event.of("challenge", i)
                            .batch("b" + i)
                            .miner(i, "5Hot" + i)
                            .change(3, i)
                            .tier("Bronze")
                            .success(random.nextBoolean())
                            .reason(random.nextBoolean() ? "The answer came late" : "")
                            .seconds(random.nextDouble())
                            .bytes(random.nextLong(1L << 50))
                            .rewarded(random.nextDouble(), -random.nextDouble() * 1e-300)
                            .standing(random.nextGaussian(), i)
                            .weights(
                                    new WeightsSet(
                                            1,
                                            65535,
                                            List.of(new WeightsSet.Entry(i, "5Hot", 3, i, 9))))
                            .build());
        }
        try (EventLog log = log(1 << 20, 10)) {
            log.append(events.subList(0, 50));
            log.append(events.subList(50, 200));
        }
        assertThat(read()).isEqualTo(events);
    }

    @Test
    void appendBeginsNewFilesAndDropsTheOldest() throws Exception {
        try (EventLog log = log(1000, 3)) {
            for (int i = 0; i < 100; i++) {
                log.append(Event.of("monitor", i).build());
            }
        }
        List<Path> files = EventFiles.in(this.directory);
        assertThat(files).hasSize(3);
        assertThat(EventFiles.number(files.getFirst())).isGreaterThan(1);
        List<Event> left = read();
        assertThat(left.getLast().block()).isEqualTo(99);
        assertThat(left).isSortedAccordingTo((a, b) -> Long.compare(a.block(), b.block()));
    }

    @Test
    void everyFileBeginsWithTheRulesInForce() throws Exception {
        try (EventLog log = log(2000, 10)) {
            for (int i = 0; i < 30; i++) {
                log.append(Event.of("monitor", i).build());
            }
        }
        List<Path> files = EventFiles.in(this.directory);
        assertThat(files).hasSizeGreaterThan(2);
        for (Path file : files) {
            Event first = EventJson.read(Files.readAllLines(file).getFirst()).orElseThrow();
            assertThat(first.rules()).isEqualTo(RewardRules.DEFAULT);
        }
    }

    @Test
    void appendAfterATornLineLosesOnlyThat() throws Exception {
        try (EventLog log = log(1 << 20, 3)) {
            log.append(Event.of("monitor", 1).build());
        }
        Files.writeString(
                EventFiles.file(this.directory, 1),
                EventJson.write(Event.of("monitor", 2).build()).substring(0, 40),
                StandardOpenOption.APPEND);
        try (EventLog log = log(1 << 20, 3)) {
            log.append(Event.of("monitor", 3).build());
        }
        assertThat(read()).extracting(Event::block).containsExactly(1L, 3L);
    }

    @Test
    void appendPublishesToACappedStream() {
        try (EventLog log = log(1 << 20, 3)) {
            List<Event> many = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                many.add(Event.of("monitor", i).build());
            }
            log.append(many);
        }
        // Redis trims whole nodes of a stream, about a hundred entries each.
        assertThat(this.server.template().opsForStream().size(this.keys.events()))
                .isBetween(100L, 300L);
    }

    @Test
    void appendWhenTheDirectoryCannotBeWrittenDoesNotThrow() throws Exception {
        Path file = Files.writeString(this.directory.resolve("file"), "no directory");
        try (EventLog log =
                new EventLog(
                        file,
                        1 << 20,
                        3,
                        new RedisCalls(this.server.template()),
                        this.keys,
                        100,
                        RewardRules.DEFAULT,
                        List.of())) {
            log.append(Event.of("monitor", 1).build());
        }
        assertThat(this.server.template().opsForStream().size(this.keys.events())).isEqualTo(1);
    }

    private EventLog log(long maxBytes, int kept) {
        return new EventLog(
                this.directory,
                maxBytes,
                kept,
                new RedisCalls(this.server.template()),
                this.keys,
                100,
                RewardRules.DEFAULT,
                List.of());
    }

    private List<Event> read() throws Exception {
        List<Event> events = new ArrayList<>();
        EventFiles.read(
                this.directory,
                event -> {
                    if (event.rules() == null) {
                        events.add(event);
                    }
                });
        return events;
    }
}
