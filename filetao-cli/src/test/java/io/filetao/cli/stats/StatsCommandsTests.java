package io.filetao.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import io.filetao.common.crypto.Hash;
import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.common.event.EventJson;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.network.UidSelector;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.InMemoryScoreBook;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.redis.RedisRewardRules;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Rated;
import io.filetao.validator.score.Scoreboard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that say how miners do, as people call them. */
@ExtendWith(RedisServerExtension.class)
class StatsCommandsTests {

    private static final Rated GOOD = new Rated(1, hotkey(1), 3);
    private static final Rated BAD = new Rated(2, hotkey(2), 3);

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void replayOfAnUntouchedLogIsEqualAndOfAChangedOneNot() throws Exception {
        happen(new InMemoryScoreBook());
        assertThat(run("validator", "replay", "--directory", this.directory.toString())).isZero();
        assertThat(this.out.toString()).contains("Everything is equal, bit for bit.");
        Path file = EventFiles.in(this.directory).getFirst();
        Files.writeString(
                file, Files.readString(file).replaceFirst("\"reward\":0\\.", "\"reward\":1."));
        assertThat(run("validator", "replay", "--directory", this.directory.toString(), "--json"))
                .isEqualTo(1);
        assertThat(json().path("mismatches").asLong()).isPositive();
    }

    @Test
    void replayWithoutALogSaysWhatToDo() {
        assertThat(run("validator", "replay", "--directory", this.directory.toString()))
                .isEqualTo(1);
        assertThat(this.err.toString()).contains("--directory DIR");
    }

    @Test
    void explainNamesTheFailuresThatDroppedATier() throws Exception {
        happen(new InMemoryScoreBook());
        String hotkey = BAD.hotkey().value();
        assertThat(run("miner", "explain", hotkey, "--directory", this.directory.toString()))
                .isZero();
        assertThat(this.out.toString())
                .contains("Bronze to Silver with 600 of 600 successes")
                .contains("Silver to Bronze with 0 of 3 successes")
                .contains("The block 17 is not the shard's");
        assertThat(
                        run(
                                "miner",
                                "explain",
                                hotkey,
                                "--json",
                                "--directory",
                                this.directory.toString()))
                .isZero();
        assertThat(json().path("changes").get(1).path("failures")).hasSize(3);
    }

    @Test
    void statsWithAnIndexReadsRedisAndPutsTheBestFirst(RedisServer server) throws Exception {
        ScoreBook book =
                new RedisScoreBook(
                        new RedisCalls(server.template()), new Keyspace(server.prefix()));
        happen(book);
        String[] redis = database(server);
        assertThat(run(join(redis, "miner", "stats"))).isZero();
        List<String> lines = this.out.toString().lines().toList();
        assertThat(lines.get(0)).contains("hotkey", "tier", "95 % bound", "allowed");
        assertThat(lines.get(1)).contains(GOOD.hotkey().value(), "Silver", "50.0 TiB");
        assertThat(lines.get(2)).contains(BAD.hotkey().value(), "Bronze", "10.0 TiB");
        assertThat(run(join(redis, "miner", "stats", "--json"))).isZero();
        assertThat(json().get(0).path("totalSuccesses").asLong()).isEqualTo(603);
    }

    @Test
    void statsWithAnIndexShowsTheTiersThatTheValidatorWorksBy(RedisServer server) {
        RedisCalls redis = new RedisCalls(server.template());
        Keyspace keys = new Keyspace(server.prefix());
        RewardRules rules = RewardRules.DEFAULT;
        RewardRules own =
                new RewardRules(
                        rules.alpha(),
                        rules.steepness(),
                        rules.shift(),
                        rules.failure(),
                        rules.probation(),
                        List.of(
                                new Tier("Oak", 8L << 30, 0, 100, 1, 1),
                                new Tier("Moss", 2L << 30, 0, 0, 0.5, 1)));
        new RedisRewardRules(redis, keys).write(own);
        ScoreBook book = new RedisScoreBook(redis, keys);
        book.replace(hotkey(1), null, Standing.fresh(3, "Moss", 0));
        book.replace(hotkey(2), null, Standing.fresh(3, "Oak", 0));
        assertThat(run(join(database(server), "miner", "stats"))).isZero();
        List<String> lines = this.out.toString().lines().toList();
        assertThat(lines.get(1)).contains(hotkey(2).value(), "Oak", "8.0 GiB");
        assertThat(lines.get(2)).contains(hotkey(1).value(), "Moss", "2.0 GiB");
    }

    @Test
    void selectDrawsWhatTheValidatorDraws() {
        Hash block = Hash.sha256(new byte[] {7});
        String drawn =
                UidSelector.select(
                                block,
                                "monitor",
                                GOOD.hotkey(),
                                IntStream.rangeClosed(0, 199).boxed().toList(),
                                40)
                        .stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
        assertThat(
                        run(
                                "epoch",
                                "select",
                                "--block-hash=0x" + block.hex(),
                                "--task=monitor",
                                "--uids=0-150,151-199",
                                "--hotkey=" + GOOD.hotkey()))
                .isZero();
        assertThat(this.out.toString().strip()).isEqualTo(drawn);
        assertThat(run("epoch", "select", "--block-hash=zz", "--uids=1", "--hotkey=5Hot"))
                .isEqualTo(1);
    }

    /** Two miners rise, then one of them fails for a window. */
    private void happen(ScoreBook book) throws IOException {
        List<Event> events = new ArrayList<>();
        Scoreboard board =
                new Scoreboard(book, RewardRules.DEFAULT, events::addAll, InstantSource.system());
        board.endWindow(0, 720, List.of(GOOD, BAD));
        for (int i = 0; i < 600; i++) {
            board.score(Task.CHALLENGE, i, List.of(success(GOOD, i), success(BAD, i + 1)));
        }
        board.endWindow(720, 720, List.of(GOOD, BAD));
        for (int i = 0; i < 3; i++) {
            board.score(
                    Task.CHALLENGE,
                    730 + i,
                    List.of(
                            success(GOOD, i),
                            Interaction.failure(BAD, "The block 17 is not the shard's")));
        }
        board.endWindow(1440, 720, List.of(GOOD, BAD));
        Files.write(
                EventFiles.file(this.directory, 1), events.stream().map(EventJson::write).toList());
    }

    private static Interaction success(Rated miner, int number) {
        return new Interaction(miner, true, "", number / 1000.0, 1000, null, null);
    }

    private int run(String... arguments) {
        this.out.getBuffer().setLength(0);
        CommandLine filetao = FiletaoCommand.commandLine();
        return filetao.setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(arguments);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(this.out.toString());
    }

    private static String[] database(RedisServer server) {
        List<String> options = new ArrayList<>(server.options());
        options.add("--index=0");
        options.add("--database.prefix=" + server.prefix());
        return options.toArray(String[]::new);
    }

    private static String[] join(String[] last, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(last));
        return all.toArray(String[]::new);
    }

    private static Ss58Address hotkey(int number) {
        return Ss58Address.of(Hash.sha256(new byte[] {(byte) number}).bytes());
    }
}
