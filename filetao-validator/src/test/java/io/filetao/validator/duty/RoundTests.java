package io.filetao.validator.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.crypto.Hash;
import io.filetao.common.event.Event;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.network.Miner;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Rated;
import io.filetao.validator.score.Scoreboard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is scored in a round, on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class RoundTests {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void runPunishesWhoIsLateAndNobodyForWhatWentWrongHere(RedisServer server) throws Exception {
        Scoreboard scores = scores(server);
        Round round = new Round(Task.CHALLENGE, Duration.ofSeconds(2), "It was late");
        CountDownLatch never = new CountDownLatch(1);
        List<Roster.Entry> miners = List.of(entry(1), entry(2), entry(3), entry(4));
        ChoreOutcome outcome =
                round.run(
                        new Tick(new Block(9, Hash.sha256(new byte[1]), NOW), 3),
                        miners,
                        miner -> answer(miner, never),
                        _ -> false,
                        scores);
        assertThat(outcome).isEqualTo(ChoreOutcome.of(2, 1));
        assertThat(this.events)
                .extracting(Event::uid, Event::success, Event::reason)
                .containsExactlyInAnyOrder(tuple(1, true, null), tuple(4, false, "It was late"));
    }

    @Test
    void runWhenAllFailAndNobodyAnswersAPingPunishesNobody(RedisServer server) throws Exception {
        Scoreboard scores = scores(server);
        Round round = new Round(Task.CHALLENGE, Duration.ofSeconds(5), "It was late");
        List<Roster.Entry> miners = List.of(entry(1), entry(2), entry(3));
        run(round, miners, _ -> false, scores);
        assertThat(this.events).isEmpty();
        run(round, miners, miner -> miner.rated().uid() == 2, scores);
        assertThat(this.events).hasSize(3);
    }

    @Test
    void runWhenOnlySomeAreScoredAsksTheOthersAllTheSame(RedisServer server) throws Exception {
        Round round =
                new Round(Task.STORE, Duration.ofSeconds(5), "It was late")
                        .scoring(miner -> miner.rated().uid() != 2);
        run(round, List.of(entry(1), entry(2)), _ -> true, scores(server));
        assertThat(this.events).extracting(Event::uid).containsExactly(1);
    }

    private Scoreboard scores(RedisServer server) {
        return new Scoreboard(
                new RedisScoreBook(
                        new RedisCalls(server.template()), new Keyspace(server.prefix())),
                RewardRules.DEFAULT,
                this.events::addAll,
                () -> NOW);
    }

    private static void run(
            Round round,
            List<Roster.Entry> miners,
            Predicate<Roster.Entry> answers,
            Scoreboard scores)
            throws InterruptedException {
        round.run(
                new Tick(new Block(9, Hash.sha256(new byte[1]), NOW), 3),
                miners,
                miner -> Optional.of(Interaction.failure(miner.rated(), "It is away")),
                answers,
                scores);
    }

    private static Optional<Interaction> answer(Roster.Entry miner, CountDownLatch never) {
        return switch (miner.rated().uid()) {
            case 1 -> Optional.of(new Interaction(miner.rated(), true, "", 0.1, 4096, null, null));
            case 2 -> Optional.empty();
            case 3 -> throw new IllegalStateException("The database is away");
            default -> {
                try {
                    never.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                yield Optional.empty();
            }
        };
    }

    private static Roster.Entry entry(int uid) {
        Ss58Address hotkey = Ss58Address.of(Hash.sha256(new byte[] {(byte) uid}).bytes());
        return new Roster.Entry(
                new Miner(uid, hotkey, hotkey, new AxonInfo("127.0.0.1", 1, 1)),
                new Rated(uid, hotkey, 1));
    }
}
