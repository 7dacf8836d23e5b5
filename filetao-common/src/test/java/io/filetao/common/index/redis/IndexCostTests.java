package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.wallet.Ss58Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What the index costs: memory for each shard, and commands for each operation, on a server of its own.
 *
 * <p>{@code -Dfiletao.test.index.shards} loads more than the usual number; the figures stand in {@code docs/spec/keyspace.md}.
 */
class IndexCostTests {

    private static final int SHARDS = Integer.getInteger("filetao.test.index.shards", 24_000);
    private static final int N = 30;
    private static final int MINERS = 40;
    private static final int SEGMENTS = 8;
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    private static final FileRecords SAMPLES = FileRecords.seeded(4);
    private static final List<Ss58Address> ON = SAMPLES.miners(MINERS);
    private static final List<FileRecord> FILES = new ArrayList<>();

    @TempDir private static Path directory;

    private static EmbeddedRedis server;
    private static LettuceConnectionFactory connections;
    private static StringRedisTemplate redis;
    private static RedisFileIndex index;
    private static double bytesPerShard;

    @BeforeAll
    static void load() {
        // Only memory is measured here, so nothing waits for the disk.
        server = EmbeddedRedis.start(directory, 0, List.of("appendfsync no"));
        RedisStandaloneConfiguration at =
                new RedisStandaloneConfiguration(server.host(), server.port());
        at.setPassword(server.password());
        connections = new LettuceConnectionFactory(at);
        connections.afterPropertiesSet();
        connections.start();
        redis = new StringRedisTemplate(connections);
        index = new RedisFileIndex(new RedisCalls(redis), new Keyspace("filetao:"));
        FileRecord warmUp = SAMPLES.file(1, 10, N, ON);
        index.record(warmUp, SAMPLES.claim(ALICE));
        index.endClaim(warmUp.cid(), ALICE);
        long before = usedMemory();
        while (FILES.size() * SEGMENTS * N < SHARDS) {
            FileRecord file = SAMPLES.file(SEGMENTS, 10, N, ON);
            index.record(file, SAMPLES.claim(ALICE));
            FILES.add(file);
        }
        bytesPerShard = (double) (usedMemory() - before) / (FILES.size() * SEGMENTS * N);
        System.out.printf(
                "Index: %d shards of %d files, %.1f bytes of Redis memory for each shard%n",
                FILES.size() * SEGMENTS * N, FILES.size(), bytesPerShard);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        server.close();
    }

    @Test
    void shardTakesAtMost200BytesAllIn() {
        assertThat(bytesPerShard).isLessThanOrEqualTo(200);
    }

    @Test
    void everyHeldShardIsFoundOnceInASmallBucket() {
        long held = 0;
        for (Ss58Address miner : ON) {
            held += index.heldShards(miner);
        }
        assertThat(held).isEqualTo((long) FILES.size() * SEGMENTS * N);
        Keyspace keys = new Keyspace("filetao:");
        Ss58Address miner = ON.getFirst();
        int buckets =
                Integer.parseInt((String) redis.opsForHash().get(keys.hotkey(miner), "buckets"));
        long inBuckets = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            Long size = redis.opsForHash().size(keys.shards(miner, bucket));
            assertThat(size).isLessThan(400);
            inBuckets += size;
        }
        assertThat(inBuckets).isEqualTo(index.heldShards(miner));
    }

    @Test
    void everyShardOfAMinerIsPickedAboutEquallyOften() {
        Ss58Address miner = ON.getFirst();
        Random random = new Random(5);
        Map<String, Integer> picks = new HashMap<>();
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            HeldShard shard = index.randomShard(miner, random).orElseThrow();
            picks.merge(shard.rid(), 1, Integer::sum);
        }
        double expected = (double) rounds / index.heldShards(miner);
        long neglected =
                index.heldShards(miner)
                        - picks.values().stream().filter(count -> count > expected / 4).count();
        // With a million shards there are fewer picks than shards, and some are left out by chance.
        double chance = poissonAtMost((int) (expected / 4), expected);
        assertThat((double) neglected).isLessThan(index.heldShards(miner) * (chance + 0.02));
        assertThat(picks.values()).allMatch(count -> count < 4 * expected + 10);
    }

    /** That something comes at most so often which is expected so often. */
    private static double poissonAtMost(int times, double expected) {
        double term = Math.exp(-expected);
        double sum = term;
        for (int i = 1; i <= times; i++) {
            term *= expected / i;
            sum += term;
        }
        return sum;
    }

    @Test
    void operationsTakeAFixedNumberOfCommands() {
        FileRecord file = FILES.getFirst();
        ShardRecord shard = file.segments().getFirst().shards().getFirst();
        ShardRecord proven =
                new ShardRecord(
                        shard.number(),
                        shard.rid(),
                        shard.miner(),
                        shard.gen(),
                        shard.length(),
                        shard.root(),
                        SAMPLES.hash(),
                        shard.counter() + 1,
                        shard.lastProof().plusSeconds(1),
                        null);
        // The server learns a script with its first call.
        index.replaceShard(file.cid(), 0, shard, shard);
        assertThat(commandsOf(() -> index.find(file.cid()))).isEqualTo(Map.of("hgetall", 1L));
        assertThat(commandsOf(() -> index.randomShard(shard.miner(), new Random(1))))
                .isEqualTo(Map.of("hget", 1L, "hrandfield", 1L));
        assertThat(commandsOf(() -> index.replaceShard(file.cid(), 0, shard, proven)))
                .isEqualTo(Map.of("evalsha", 1L, "hget", 1L, "hset", 1L, "hdel", 1L));
        assertThat(commandsOf(() -> index.list(ALICE, null, 10)))
                .isEqualTo(Map.of("zrevrangebyscore", 1L, "hget", 20L));
        assertThat(commandsOf(() -> index.usedBytes(shard.miner()))).isEqualTo(Map.of("hget", 1L));
        assertThat(commandsOf(() -> index.findSegment(file.cid(), 1)))
                .isEqualTo(Map.of("hget", 1L));
        assertThat(commandsOf(() -> index.held(shard.miner(), HeldPage.FIRST)))
                .isEqualTo(Map.of("hget", 1L, "hgetall", 1L));
        Map<String, Long> record =
                commandsOf(() -> index.record(SAMPLES.file(1, 1, 3, ON), SAMPLES.claim(ALICE)));
        assertThat(record.values().stream().mapToLong(Long::longValue).sum())
                .as(record::toString)
                .isLessThan(60);
        assertThat(record).doesNotContainKeys("keys", "scan", "hscan", "sscan", "zscan");
    }

    /** What the server counts is what it executed, calls from within scripts included. */
    private static Map<String, Long> commandsOf(Runnable operation) {
        redis.execute(
                (RedisCallback<Object>)
                        connection -> {
                            connection.serverCommands().resetConfigStats();
                            return null;
                        });
        operation.run();
        Properties stats =
                redis.execute(
                        (RedisCallback<Properties>)
                                connection -> connection.serverCommands().info("commandstats"));
        Map<String, Long> calls = new TreeMap<>();
        for (String name : stats.stringPropertyNames()) {
            String command = name.replace("cmdstat_", "");
            if (!command.startsWith("config") && !command.equals("info")) {
                calls.put(
                        command,
                        Long.valueOf(
                                stats.getProperty(name).replaceAll("calls=([0-9]+),.*", "$1")));
            }
        }
        return calls;
    }

    private static long usedMemory() {
        Properties memory =
                redis.execute(
                        (RedisCallback<Properties>)
                                connection -> connection.serverCommands().info("memory"));
        return Long.parseLong(memory.getProperty("used_memory"));
    }
}
