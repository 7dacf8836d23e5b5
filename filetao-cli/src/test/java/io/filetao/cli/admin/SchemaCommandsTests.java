package io.filetao.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code filetao admin migrate-schema} and {@code clean-schema} on databases as the former program left them. */
@ExtendWith(RedisServerExtension.class)
class SchemaCommandsTests {

    /** The former program knew no prefix, so its rows stand in a database of their own here. */
    private static final int DATABASE = 9;

    private static final String OLD = "9".repeat(77);
    private static final String NEW = "8".repeat(77);
    private static final String SHARED = "7".repeat(77);
    private static final String ORPHAN = "6".repeat(77);
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final Map<String, String> OLD_FIELDS =
            Map.of("filepath", "/data/9", "size", "1057", "seed", "abcd", "hotkey", ALICE);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private RedisServer server;
    private LettuceConnectionFactory connections;
    private StringRedisTemplate redis;

    @BeforeEach
    void fill(RedisServer server) {
        this.server = server;
        RedisStandaloneConfiguration database =
                new RedisStandaloneConfiguration(server.host(), server.port());
        database.setPassword(server.password());
        database.setDatabase(DATABASE);
        this.connections = new LettuceConnectionFactory(database);
        this.connections.afterPropertiesSet();
        this.connections.start();
        this.redis = new StringRedisTemplate(this.connections);
        flush();
        put(OLD, OLD_FIELDS);
        put(NEW, Map.of(ALICE, entry("/data/8", "33")));
        // Two owners of the same bytes, of whom the second came when the row was still in the old
        // layout.
        put(
                SHARED,
                Map.of(
                        "filepath",
                        "/data/7",
                        "size",
                        "99",
                        "seed",
                        "ef",
                        "hotkey",
                        ALICE,
                        BOB,
                        entry("/data/7b", "99")));
        put(ORPHAN, Map.of("filepath", "/data/6", "size", "12"));
        put(
                "stats:" + BOB,
                Map.of("retrieval_attempts", "7", "retrieve_attempts", "2", "tier", "Gold"));
        this.redis.opsForValue().set("file:other", "not a hash");
    }

    @AfterEach
    void close() {
        // On a cluster, on which the former program never ran, there is nothing to end.
        if (this.connections != null) {
            flush();
            this.connections.destroy();
        }
    }

    @Test
    void migrateBringsEntriesUnderTheirOwnersAndKeepsOthers() {
        assertThat(run("migrate-schema")).isZero();
        JsonNode alice = entryOf(OLD, ALICE);
        assertThat(alice.path("filepath").asString()).isEqualTo("/data/9");
        assertThat(alice.path("size").asString()).isEqualTo("1057");
        assertThat(alice.path("seed").asString()).isEqualTo("abcd");
        assertThat(fields(OLD)).containsAllEntriesOf(OLD_FIELDS);
        assertThat(entryOf(SHARED, ALICE).path("filepath").asString()).isEqualTo("/data/7");
        assertThat(entryOf(SHARED, BOB).path("filepath").asString()).isEqualTo("/data/7b");
        assertThat(fields(NEW)).isEqualTo(Map.of(ALICE, entry("/data/8", "33")));
        assertThat(fields("stats:" + BOB))
                .isEqualTo(Map.of("retrieve_attempts", "9", "tier", "Gold"));
        assertThat(this.out.toString())
                .contains("4 objects", "2 converted", "1 without an owner", "equal");
    }

    @Test
    void migrateTwiceChangesNothingMore() {
        run("migrate-schema");
        Map<String, String> once = fields(OLD);
        assertThat(run("migrate-schema")).isZero();
        assertThat(fields(OLD)).isEqualTo(once);
        assertThat(fields("stats:" + BOB)).containsEntry("retrieve_attempts", "9");
    }

    @Test
    void migrateReplacesAnEntryThatNamesNoFile() {
        this.redis.opsForHash().put(OLD, ALICE, entry("", "0"));
        assertThat(run("migrate-schema")).isZero();
        assertThat(entryOf(OLD, ALICE).path("filepath").asString()).isEqualTo("/data/9");
    }

    @Test
    void migrateWithDryRunChangesNothing() {
        assertThat(run("migrate-schema", "--dry-run")).isZero();
        assertThat(fields(OLD)).isEqualTo(OLD_FIELDS);
        assertThat(fields("stats:" + BOB)).containsKey("retrieval_attempts");
        assertThat(this.out.toString()).contains("2 would be converted");
    }

    @Test
    void cleanBeforeMigrateRemovesNothingAndSaysSo() {
        assertThat(run("clean-schema")).isOne();
        assertThat(fields(OLD)).isEqualTo(OLD_FIELDS);
        assertThat(this.out.toString()).contains("migrate-schema");
    }

    @Test
    void cleanAfterMigrateLeavesOnlyOwnersEntries() {
        this.redis.delete(ORPHAN);
        run("migrate-schema");
        assertThat(run("clean-schema")).isZero();
        assertThat(fields(OLD)).containsOnlyKeys(ALICE);
        assertThat(fields(SHARED)).containsOnlyKeys(ALICE, BOB);
        assertThat(fields(NEW)).containsOnlyKeys(ALICE);
    }

    @Test
    void cleanEverythingLeavesOnlyWhatIsNotTheFormerPrograms() {
        this.redis.opsForValue().set("filetao:schema", "1");
        this.redis.opsForValue().set("somebody:else", "1");
        assertThat(run("clean-schema", "--everything", "--dry-run")).isZero();
        assertThat(this.redis.hasKey(OLD)).isTrue();
        assertThat(run("clean-schema", "--everything")).isZero();
        assertThat(this.redis.keys("*"))
                .containsExactlyInAnyOrder("filetao:schema", "somebody:else");
    }

    @Test
    void cleanEverythingWhereThisProgramHasNoPrefixIsRefused() {
        this.redis.opsForValue().set("schema", "1");
        assertThat(run("clean-schema", "--everything")).isOne();
        assertThat(this.err.toString()).contains("cannot be told apart");
        assertThat(this.redis.hasKey(OLD)).isTrue();
    }

    @Test
    void migrateFindsThePasswordInTheServersSettings(@TempDir Path directory) throws Exception {
        Path conf =
                Files.write(
                        directory.resolve("redis.conf"),
                        List.of("requirepass \"" + this.server.password() + "\""));
        assertThat(
                        execute(
                                "migrate-schema",
                                "--redis_conf_path=" + conf,
                                "--database_port=" + this.server.port(),
                                "--database_index=" + DATABASE))
                .isZero();
        assertThat(fields(OLD)).containsKey(ALICE);
    }

    @Test
    void migrateWithAWrongPasswordSaysWhatToCheck() {
        assertThat(
                        execute(
                                "migrate-schema",
                                "--redis_password=wrong",
                                "--database_port=" + this.server.port()))
                .isOne();
        assertThat(this.err.toString()).contains("check host, port and password");
    }

    @Test
    void migrateWithJsonPrintsTheCounts() {
        assertThat(run("migrate-schema", "--json")).isZero();
        JsonNode report = JsonMapper.shared().readTree(this.out.toString());
        assertThat(report.path("objects").asInt()).isEqualTo(4);
        assertThat(report.path("converted").asInt()).isEqualTo(2);
        assertThat(report.path("different").asInt()).isZero();
    }

    private int run(String command, String... more) {
        String[] args = new String[more.length + 5];
        args[0] = command;
        args[1] = "--database_host=" + this.server.host();
        args[2] = "--database_port=" + this.server.port();
        args[3] = "--database_index=" + DATABASE;
        args[4] = "--redis_password=" + this.server.password();
        System.arraycopy(more, 0, args, 5, more.length);
        return execute(args);
    }

    private int execute(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "admin";
        System.arraycopy(args, 0, all, 1, args.length);
        return FiletaoCommand.commandLine()
                .setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(all);
    }

    private void put(String key, Map<String, String> fields) {
        this.redis.opsForHash().putAll(key, fields);
    }

    private Map<String, String> fields(String key) {
        return this.redis.<String, String>opsForHash().entries(key);
    }

    private JsonNode entryOf(String key, String owner) {
        return JsonMapper.shared().readTree(fields(key).get(owner));
    }

    private static String entry(String path, String size) {
        return "{\"filepath\": \"%s\", \"size\": \"%s\", \"seed\": \"s\", \"ttl\": 2592000, \"generated\": 1700000000.5}"
                .formatted(path, size);
    }

    private void flush() {
        this.redis.execute(
                (RedisCallback<Object>)
                        connection -> {
                            connection.serverCommands().flushDb();
                            return null;
                        });
    }
}
