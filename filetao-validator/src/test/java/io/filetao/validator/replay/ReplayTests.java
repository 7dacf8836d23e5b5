package io.filetao.validator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.crypto.Hash;
import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.common.event.EventJson;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.RewardRules.FailureCosts;
import io.filetao.common.tier.Tier;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.event.EventLog;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Rated;
import io.filetao.validator.score.Scoreboard;
import io.filetao.validator.score.WeightPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@link Replay} of what really happened on a real Redis and a real disk. */
@ExtendWith(RedisServerExtension.class)
class ReplayTests {

    private static final int MINERS = 30;
    private static final int EVENTS = 10_000;

    @TempDir private Path directory;

    private final Random random = new Random(21);
    private final List<Rated> miners = new ArrayList<>();
    private RedisCalls redis;
    private Keyspace keys;
    private ScoreBook book;

    @BeforeEach
    void setUp(RedisServer server) {
        this.redis = new RedisCalls(server.template());
        this.keys = new Keyspace(server.prefix());
        this.book = new RedisScoreBook(this.redis, this.keys);
        for (int uid = 0; uid < MINERS; uid++) {
            this.miners.add(new Rated(uid, hotkey(uid), 3));
        }
    }

    @Test
    void runAfterTenThousandEventsIsEqualBitForBit() throws Exception {
        long interactions = happen(EVENTS, 64 << 20, 10);
        Replay replay = new Replay();
        ReplayReport report = replay.run(List.of(this.directory));
        assertThat(report.first()).isEmpty();
        assertThat(report.isEqual()).isTrue();
        assertThat(report.interactions()).isEqualTo(interactions).isGreaterThanOrEqualTo(EVENTS);
        assertThat(report.resets()).isPositive();
        assertThat(report.weights()).isPositive();
        assertThat(report.missing()).isZero();
        assertThat(report.unchecked()).isZero();
        // What the log ends with is what Redis keeps.
        Map<String, Event> newest = newest();
        this.book
                .findAll(this.miners.stream().map(Rated::hotkey).toList())
                .forEach((hotkey, standing) -> {
                    Event last = newest.get(hotkey.value());
                    assertThat(last.score()).isEqualTo(standing.score());
                    assertThat(last.seq()).isEqualTo(standing.seq());
                    assertThat(last.totalSuccesses()).isEqualTo(standing.totalSuccesses());
                });
    }

    @Test
    void runWhenTheRulesChangedOnTheWayFollowsThem() throws Exception {
        RewardRules other =
                new RewardRules(
                        0.2,
                        3,
                        0.1,
                        new FailureCosts(-0.001, -0.4, -0.2, -0.1),
                        2,
                        List.of(
                                new Tier("Silver", 1L << 30, 0.6, 40, 0.9, 1.3),
                                new Tier("Bronze", 1L << 20, 0, 0, 0.5, 1.1)));
        happen(1_500, 100_000, 100);
        happen(other, 1_500, 100_000, 100);
        ReplayReport report = new Replay().run(List.of(this.directory));
        assertThat(report.first()).isEmpty();
        assertThat(report.interactions()).isGreaterThanOrEqualTo(3_000);
        assertThat(report.resets()).isPositive();
        assertThat(report.unchecked()).isZero();
    }

    @Test
    void runWhenOneBitOfAScoreWasChangedNamesTheEvent() throws Exception {
        happen(1_000, 64 << 20, 10);
        Path file = EventFiles.in(this.directory).getFirst();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Event changed = null;
        for (int i = 500; changed == null; i++) {
            Event event = EventJson.read(lines.get(i)).orElseThrow();
            if (event.score() != null) {
                changed = event;
                String score = event.score().toString();
                lines.set(
                        i,
                        lines.get(i)
                                .replace(
                                        "\"score\":" + score,
                                        "\"score\":" + Math.nextUp(event.score())));
            }
        }
        Files.write(file, lines);
        ReplayReport report = new Replay().run(List.of(this.directory));
        assertThat(report.mismatches()).isEqualTo(1);
        assertThat(report.first().getFirst()).contains(changed.id()).contains("score");
    }

    @Test
    void runWhenTheOldestFilesAreGoneFollowsFromTheNextReset() throws Exception {
        happen(3_000, 200_000, 3);
        ReplayReport report = new Replay().run(List.of(this.directory));
        assertThat(report.first()).isEmpty();
        assertThat(report.unchecked()).isPositive();
        assertThat(report.interactions()).isPositive();
    }

    @Test
    void runWhenALineWasLostCountsItAsMissing() throws Exception {
        happen(1_000, 64 << 20, 10);
        Path file = EventFiles.in(this.directory).getFirst();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        int torn = 300;
        while (!lines.get(torn).contains("\"seq\"") || !lines.get(torn).contains("\"batch\"")) {
            torn++;
        }
        String batch = EventJson.read(lines.get(torn)).orElseThrow().batch();
        lines.removeIf(line -> line.contains("\"" + batch + "\""));
        Files.write(file, lines);
        ReplayReport report = new Replay().run(List.of(this.directory));
        assertThat(report.missing()).isPositive();
        assertThat(report.first()).isEmpty();
    }

    /** Rounds of every task, with resets, settings of weights and a miner that is replaced now and then. */
    private long happen(int events, long fileBytes, int files) {
        return happen(RewardRules.DEFAULT, events, fileBytes, files);
    }

    private long happen(RewardRules rules, int events, long fileBytes, int files) {
        long count = 0;
        try (EventLog log =
                new EventLog(
                        this.directory,
                        fileBytes,
                        files,
                        this.redis,
                        this.keys,
                        100,
                        rules,
                        List.of())) {
            Scoreboard board =
                    new Scoreboard(this.book, rules, log::append, InstantSource.system());
            for (long block = 3; count < events; block += 3) {
                for (Task task : Task.values()) {
                    count += board.score(task, block, batch(task)).size();
                }
                if (block % 60 == 0) {
                    int uid = this.random.nextInt(MINERS);
                    this.miners.set(
                            uid,
                            this.random.nextBoolean()
                                    ? new Rated(uid, hotkey((int) block + 1000), block)
                                    : new Rated(uid, this.miners.get(uid).hotkey(), block));
                }
                board.endWindow(block, 90, this.miners);
                if (block % 36 == 0) {
                    setWeights(log, block);
                }
            }
        }
        return count;
    }

    private void setWeights(EventLog log, long block) {
        Map<Ss58Address, Standing> standings =
                this.book.findAll(this.miners.stream().map(Rated::hotkey).toList());
        log.append(
                Event.of("weights", block)
                        .weights(
                                WeightPlan.of(
                                        this.miners,
                                        standings,
                                        new Hyperparameters(
                                                360, 8, 65535 / 4, 0, 100, 50, 5000, 256)))
                        .build());
    }

    private List<Interaction> batch(Task task) {
        List<Rated> chosen = new ArrayList<>(this.miners);
        Collections.shuffle(chosen, this.random);
        List<Interaction> batch = new ArrayList<>();
        for (Rated miner : chosen.subList(0, 10)) {
            boolean success = task != Task.MONITOR && this.random.nextInt(10) > 1;
            batch.add(
                    success
                            ? new Interaction(
                                    miner,
                                    true,
                                    "",
                                    this.random.nextDouble() * 3,
                                    this.random.nextLong(1L << 26),
                                    "bafkrei",
                                    "9f")
                            : Interaction.failure(miner, "The answer came late"));
        }
        return batch;
    }

    private Map<String, Event> newest() throws Exception {
        Map<String, Event> newest = new HashMap<>();
        EventFiles.read(
                this.directory,
                event -> {
                    if (event.hotkey() != null) {
                        newest.put(event.hotkey(), event);
                    }
                });
        return newest;
    }

    private static Ss58Address hotkey(int miner) {
        return Ss58Address.of(Hash.sha256(new byte[] {(byte) miner, (byte) (miner >> 8)}).bytes());
    }
}
