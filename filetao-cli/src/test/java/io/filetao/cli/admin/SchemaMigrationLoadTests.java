package io.filetao.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.Main;
import io.filetao.common.fixtures.ChildJvm;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisCalls.Command;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A former program's whole database through {@code migrate-schema} and {@code clean-schema}, killed in the middle of each and run again,
 * with little memory; afterwards every row is compared.
 *
 * <p>{@code -Dfiletao.test.migration.entries} takes more rows than the usual number; what a million of them cost stands in
 * {@code docs/benchmarks}.
 */
@Timeout(3600)
class SchemaMigrationLoadTests {

    private static final int ENTRIES = Integer.getInteger("filetao.test.migration.entries", 3_000);
    private static final String HEAP = "48m";
    private static final int BATCH = 500;
    private static final String OWNER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path directory;

    private static EmbeddedRedis server;
    private static LettuceConnectionFactory connections;
    private static StringRedisTemplate redis;
    private static RedisCalls calls;

    @BeforeAll
    static void start() {
        server =
                EmbeddedRedis.start(directory.resolve("redis"), 0, List.of("appendfsync everysec"));
        RedisStandaloneConfiguration at =
                new RedisStandaloneConfiguration(server.host(), server.port());
        at.setPassword(server.password());
        connections = new LettuceConnectionFactory(at);
        connections.afterPropertiesSet();
        connections.start();
        redis = new StringRedisTemplate(connections);
        calls = new RedisCalls(redis);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        server.close();
    }

    @Test
    void migrateAndCleanWhenKilledInTheMiddleBringEveryRowOver() throws Exception {
        inBatches((from, to) -> {
            List<Command> rows = new ArrayList<>();
            for (int i = from; i < to; i++) {
                byte[] key = RedisCalls.bytes(name(i));
                Map<byte[], byte[]> fields = new HashMap<>();
                former(i)
                        .forEach((field, value) ->
                                fields.put(RedisCalls.bytes(field), RedisCalls.bytes(value)));
                rows.add(redis -> redis.hset(key, fields));
            }
            calls.pipeline(rows);
        });
        migrate("migrate-schema");
        inBatches((from, to) -> {
            List<Map<String, String>> rows = rows(from, to);
            for (int i = from; i < to; i++) {
                Map<String, String> row = rows.get(i - from);
                assertThat(row).containsAllEntriesOf(former(i)).hasSize(former(i).size() + 1);
                assertEntry(row, i);
            }
        });
        migrate("clean-schema");
        inBatches((from, to) -> {
            List<Map<String, String>> rows = rows(from, to);
            for (int i = from; i < to; i++) {
                assertThat(rows.get(i - from)).containsOnlyKeys(OWNER);
                assertEntry(rows.get(i - from), i);
            }
        });
        assertThat(redis.execute((RedisCallback<Long>) c -> c.serverCommands().dbSize()))
                .isEqualTo(ENTRIES);
    }

    /** Kills the command when half of the rows were worked on, then lets another run end. */
    private static void migrate(String command) throws IOException, InterruptedException {
        redis.execute(
                (RedisCallback<Object>)
                        c -> {
                            c.serverCommands().resetConfigStats();
                            return null;
                        });
        try (ChildJvm first = command(command, "1")) {
            if (first.runsUntil(() -> scriptsRun() > ENTRIES / 2)) {
                first.kill();
            }
            System.out.printf(
                    "%s of %,d rows: killed after %.1f s and %,d rows%n",
                    command, ENTRIES, first.age().toMillis() / 1e3, scriptsRun());
        }
        try (ChildJvm second = command(command, "2")) {
            assertThat(second.end()).as(second.said()).isZero();
            System.out.printf(
                    "%s of %,d rows: run again, %.1f s, at most %,d MiB of memory with a heap of"
                            + " %s%n",
                    command, ENTRIES, second.age().toMillis() / 1e3, second.peak() >> 20, HEAP);
            System.out.println(second.said());
        }
    }

    private static ChildJvm command(String command, String run) throws IOException {
        return ChildJvm.start(
                directory.resolve(command + run + ".log"),
                HEAP,
                Map.of("REDIS_PASSWORD", server.password()),
                Main.class.getName(),
                "admin",
                command,
                "--database_host=" + server.host(),
                "--database_port=" + server.port());
    }

    /** How many scripts the server has run; each looks at one row. */
    private static long scriptsRun() {
        Properties stats =
                redis.execute(
                        (RedisCallback<Properties>) c -> c.serverCommands().info("commandstats"));
        return Long.parseLong(
                stats.getProperty("cmdstat_evalsha", "calls=0,")
                        .replaceAll("calls=([0-9]+),.*", "$1"));
    }

    private static List<Map<String, String>> rows(int from, int to) {
        List<Command> reads = new ArrayList<>();
        for (int i = from; i < to; i++) {
            byte[] key = RedisCalls.bytes(name(i));
            reads.add(redis -> redis.hgetall(key));
        }
        return calls.pipeline(reads).stream()
                .map(answer -> {
                    Map<String, String> fields = new HashMap<>();
                    ((Map<?, ?>) answer)
                            .forEach((field, value) ->
                                    fields.put(
                                            RedisCalls.text((byte[]) field),
                                            RedisCalls.text((byte[]) value)));
                    return fields;
                })
                .toList();
    }

    private static void assertEntry(Map<String, String> row, int number) {
        JsonNode entry = JSON.readTree(row.get(OWNER));
        Map<String, String> former = former(number);
        for (String field : List.of("filepath", "size", "seed")) {
            assertThat(entry.path(field).asString()).isEqualTo(former.get(field));
        }
    }

    /** An object's digest in decimal digits, as the former program named it. */
    private static String name(int number) {
        return new BigInteger(255, new Random(number)).toString();
    }

    private static Map<String, String> former(int number) {
        return Map.of(
                "filepath",
                "/data/shards/" + name(number).substring(0, 2) + "/" + number,
                "size",
                Integer.toString(1000 + number),
                "seed",
                Integer.toHexString(number * 31),
                "hotkey",
                OWNER);
    }

    private static void inBatches(Batch batch) {
        for (int from = 0; from < ENTRIES; from += BATCH) {
            batch.of(from, Math.min(ENTRIES, from + BATCH));
        }
    }

    /** Some rows that follow each other. */
    private interface Batch {

        void of(int from, int to);
    }
}
