package io.filetao.validator.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.filetao.common.crypto.Hash;
import io.filetao.common.event.Event;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Scoreboard} on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class ScoreboardTests {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final RewardRules RULES =
            new RewardRules(
                    0.05,
                    7,
                    0.3,
                    RewardRules.DEFAULT.failure(),
                    3,
                    List.of(
                            new Tier("Gold", 3000, 0.7, 6, 0.7, 1.12),
                            new Tier("Silver", 2000, 0.6, 3, 0.65, 1.16),
                            new Tier("Bronze", 1000, 0, 0, 0.60, 1.20)));

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private ScoreBook book;
    private Scoreboard board;

    @BeforeEach
    void setUp(RedisServer server) {
        this.book =
                new RedisScoreBook(
                        new RedisCalls(server.template()), new Keyspace(server.prefix()));
        this.board = board();
    }

    @Test
    void scoreAfterAFailedProofKeepsTheMinerOnProbationUntilItHasProvenAgain() {
        Rated miner = miner(1);
        this.board.score(Task.CHALLENGE, 3, List.of(success(miner)));
        assertThat(standing(miner).onProbation()).isFalse();
        this.board.score(Task.RETRIEVE, 6, List.of(Interaction.failure(miner, "wrong")));
        this.board.score(Task.CHALLENGE, 9, List.of(success(miner)));
        this.board.score(Task.CHALLENGE, 12, List.of(Interaction.failure(miner, "wrong")));
        this.board.score(Task.STORE, 15, List.of(success(miner)));
        assertThat(standing(miner).probation()).isEqualTo(3);
        for (int block = 18; block <= 24; block += 3) {
            assertThat(standing(miner).onProbation()).isTrue();
            this.board.score(Task.CHALLENGE, block, List.of(success(miner)));
        }
        assertThat(standing(miner).onProbation()).isFalse();
    }

    @Test
    void scoreCountsByTaskAndMovesTheAverage() {
        Rated miner = miner(1);
        this.board.score(Task.STORE, 3, List.of(success(miner)));
        this.board.score(Task.CHALLENGE, 6, List.of(success(miner)));
        this.board.score(Task.CHALLENGE, 9, List.of(Interaction.failure(miner, "wrong")));
        Standing standing = this.book.find(miner.hotkey()).orElseThrow();
        assertThat(standing.store()).isEqualTo(new Tally(1, 1));
        assertThat(standing.challenge()).isEqualTo(new Tally(1, 2));
        assertThat(standing.totalSuccesses()).isEqualTo(2);
        assertThat(standing.tier()).isEqualTo("Bronze");
        assertThat(standing.lastSeen()).isEqualTo(NOW);
        double first = 0.05 * 0.72;
        double second = 0.05 * 0.72 + 0.95 * first;
        assertThat(standing.score()).isCloseTo(0.05 * -0.03 + 0.95 * second, within(1e-12));
        assertThat(this.events).extracting(Event::seq).containsExactly(1L, 2L, 3L);
        assertThat(this.events.getLast().score()).isEqualTo(standing.score());
    }

    @Test
    void endWindowAfterItsLengthMovesTiersUpAndDownOnceAndKeepsTheTotal() {
        Rated good = miner(1);
        Rated bad = miner(2);
        List<Rated> all = List.of(good, bad);
        this.board.endWindow(5, 720, all);
        for (int i = 0; i < 4; i++) {
            this.board.score(Task.RETRIEVE, 10, List.of(success(good), success(bad)));
        }
        assertThat(this.board.endWindow(724, 720, all)).isZero();
        assertThat(this.board.endWindow(725, 720, all)).isEqualTo(2);
        assertThat(this.board.endWindow(726, 720, all)).isZero();
        assertThat(tier(good)).isEqualTo("Silver");
        for (int i = 0; i < 4; i++) {
            this.board.score(
                    Task.CHALLENGE, 800, List.of(success(good), Interaction.failure(bad, "no")));
        }
        // Blocks that nobody looked at do not shift or skip a reset.
        assertThat(board().endWindow(4000, 720, all)).isEqualTo(2);
        assertThat(tier(good)).isEqualTo("Gold");
        assertThat(tier(bad)).isEqualTo("Bronze");
        Standing standing = this.book.find(good.hotkey()).orElseThrow();
        assertThat(standing.pooled()).isEqualTo(Tally.NONE);
        assertThat(standing.totalSuccesses()).isEqualTo(8);
        assertThat(this.events.getLast().reason()).contains("Silver becomes Bronze");
    }

    @Test
    void scoreOfAHotkeyThatTookAUidOrCameBackStartsFromZero() {
        Rated old = miner(1);
        for (int i = 0; i < 4; i++) {
            this.board.score(Task.STORE, 3, List.of(success(old)));
        }
        Rated taker = new Rated(1, hotkey(9), 50);
        this.board.score(Task.STORE, 60, List.of(success(taker)));
        assertThat(this.book.find(taker.hotkey()).orElseThrow().totalSuccesses()).isEqualTo(1);
        Rated back = new Rated(7, old.hotkey(), 90);
        this.board.score(Task.STORE, 93, List.of(success(back)));
        Standing standing = this.book.find(back.hotkey()).orElseThrow();
        assertThat(standing.totalSuccesses()).isEqualTo(1);
        assertThat(standing.since()).isEqualTo(90);
        assertThat(this.events.getLast().seq()).isEqualTo(1);
    }

    @Test
    void missedCountsInARowAndASuccessBeginsAgain() {
        Rated miner = miner(1);
        for (int i = 1; i <= 4; i++) {
            assertThat(this.board.missed(miner, 3)).isEqualTo(i);
        }
        this.board.seen(miner, 3);
        assertThat(this.board.missed(miner, 3)).isEqualTo(1);
        assertThat(this.events).isEmpty();
    }

    @Test
    void scoreByManyAtOnceLosesNothing() throws Exception {
        List<Rated> miners = List.of(miner(1), miner(2), miner(3));
        List<Callable<List<Event>>> rounds = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Task task = Task.values()[i % 3];
            Scoreboard replica = i % 2 == 0 ? this.board : board();
            rounds.add(
                    () -> replica.score(task, 3, miners.stream().map(it -> success(it)).toList()));
            rounds.add(() -> {
                replica.missed(miners.getFirst(), 3);
                return List.of();
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Event>> round : threads.invokeAll(rounds)) {
                round.get();
            }
        }
        for (Rated miner : miners) {
            Standing standing = this.book.find(miner.hotkey()).orElseThrow();
            assertThat(standing.totalSuccesses()).isEqualTo(40);
            assertThat(standing.seq()).isEqualTo(40);
        }
        assertThat(this.book.find(miners.getFirst().hotkey()).orElseThrow().misses()).isEqualTo(40);
    }

    private Scoreboard board() {
        return new Scoreboard(this.book, RULES, this.events::addAll, () -> NOW);
    }

    private Standing standing(Rated miner) {
        return this.book.find(miner.hotkey()).orElseThrow();
    }

    private String tier(Rated miner) {
        return this.book.find(miner.hotkey()).orElseThrow().tier();
    }

    private static Interaction success(Rated miner) {
        return new Interaction(miner, true, "", 0, 100, null, null);
    }

    private static Rated miner(int uid) {
        return new Rated(uid, hotkey(uid), 1);
    }

    private static Ss58Address hotkey(int number) {
        return Ss58Address.of(Hash.sha256(new byte[] {(byte) number}).bytes());
    }
}
