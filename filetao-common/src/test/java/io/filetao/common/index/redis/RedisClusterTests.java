package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.autoconfigure.FiletaoRedisAutoConfiguration;
import io.filetao.common.autoconfigure.FiletaoRedisClientAutoConfiguration;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FilePage;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardName;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.ShardStatus;
import io.filetao.common.protocol.Nonces;
import io.filetao.common.redis.Locks;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.wallet.Ss58Address;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The index, nonces and locks on a Redis Cluster of three local servers. */
@Timeout(120)
class RedisClusterTests {

    private static final int NODES = 3;
    private static final int SLOTS = 16384;
    private static final String PASSWORD = "of-the-whole-cluster";
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    private final FileRecords samples = FileRecords.seeded(11);
    private final List<Ss58Address> miners = this.samples.miners(9);

    @TempDir private Path directory;

    @Test
    void everythingWorksAcrossSlots() throws IOException {
        List<EmbeddedRedis> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < NODES; i++) {
                nodes.add(
                        EmbeddedRedis.start(
                                this.directory.resolve("node" + i),
                                0,
                                List.of(
                                        "cluster-enabled yes",
                                        "cluster-port " + freePort(),
                                        "cluster-node-timeout 5000")));
            }
            join(nodes);
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    FiletaoRedisClientAutoConfiguration.class,
                                    DataRedisAutoConfiguration.class,
                                    FiletaoRedisAutoConfiguration.class))
                    .withPropertyValues(
                            "spring.data.redis.cluster.nodes="
                                    + nodes.stream()
                                            .map(node -> node.host() + ":" + node.port())
                                            .collect(Collectors.joining(",")),
                            "spring.data.redis.password=" + PASSWORD)
                    .run(program -> {
                        assertThat(program).hasNotFailed();
                        filesComeAndGo(program.getBean(FileIndex.class));
                        noncesAndLocksHold(
                                program.getBean(Nonces.class), program.getBean(Locks.class));
                    });
            for (EmbeddedRedis node : nodes) {
                assertThat(keys(node)).as("keys on every node").isPositive();
            }
        } finally {
            nodes.forEach(EmbeddedRedis::close);
        }
    }

    private void filesComeAndGo(FileIndex index) {
        List<FileRecord> files =
                IntStream.range(0, 12)
                        .mapToObj(_ -> this.samples.file(2, 2, 6, this.miners))
                        .toList();
        for (FileRecord file : files) {
            assertThat(index.record(file, this.samples.claim(ALICE))).isEqualTo(file);
        }
        for (FileRecord file : files) {
            assertThat(index.find(file.cid())).contains(file);
        }
        assertThat(held(index)).isEqualTo(12 * 12);
        FilePage page = index.list(ALICE, null, 10);
        assertThat(page.items()).hasSize(10);
        assertThat(index.list(ALICE, page.next(), 10).items()).hasSize(2);
        assertThat(
                        index.statuses(
                                files.stream()
                                        .map(file ->
                                                new ShardName(file.fileId(), shard(file).rid()))
                                        .toList()))
                .hasSize(12)
                .containsOnly(ShardStatus.COMMITTED);

        FileRecord file = files.getFirst();
        ShardRecord moved = this.samples.shard(0, shard(file).length(), this.miners.get(7));
        assertThat(index.replaceShard(file.cid(), 0, shard(file), moved)).isTrue();
        assertThat(index.randomShard(this.miners.get(7), new Random(1))).isPresent();
        for (FileRecord each : files) {
            assertThat(index.endClaim(each.cid(), ALICE).removed()).isPresent();
        }
        assertThat(held(index)).isZero();
        assertThat(index.list(ALICE, null, 10).items()).isEmpty();
        FileRecord stays = this.samples.file(1, 2, 6, this.miners);
        index.record(stays, this.samples.claim(ALICE));
    }

    private void noncesAndLocksHold(Nonces nonces, Locks locks) {
        for (Ss58Address hotkey : this.miners) {
            assertThat(nonces.firstUse(hotkey, 1)).isTrue();
            assertThat(nonces.firstUse(hotkey, 1)).isFalse();
        }
        assertThat(locks.tryAcquire("store", Duration.ofMinutes(1))).isPresent();
        assertThat(locks.tryAcquire("store", Duration.ofMinutes(1))).isEmpty();
    }

    private long held(FileIndex index) {
        return this.miners.stream().mapToLong(index::heldShards).sum();
    }

    private static ShardRecord shard(FileRecord file) {
        return file.segments().getFirst().shards().getFirst();
    }

    /** Gives every node its share of the slots and waits until they agree. */
    private static void join(List<EmbeddedRedis> nodes) {
        for (int i = 0; i < NODES; i++) {
            int from = SLOTS * i / NODES;
            int to = SLOTS * (i + 1) / NODES - 1;
            on(
                    nodes.get(i),
                    nodes.get(i).password(),
                    redis -> {
                        redis.configSet("requirepass", PASSWORD);
                        cluster(redis, "ADDSLOTSRANGE", "" + from, "" + to);
                    });
        }
        for (EmbeddedRedis node : nodes) {
            String port = Integer.toString(node.port());
            String bus = busPort(node);
            on(nodes.getFirst(), PASSWORD, redis -> cluster(redis, "MEET", node.host(), port, bus));
        }
        for (EmbeddedRedis node : nodes) {
            on(node, PASSWORD, RedisClusterTests::awaitAgreement);
        }
    }

    private static void cluster(RedisCommands<String, String> redis, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        redis.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    private static void awaitAgreement(RedisCommands<String, String> redis) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String info = redis.clusterInfo();
        while (!info.contains("cluster_state:ok")
                || !info.contains("cluster_known_nodes:" + NODES)) {
            assertThat(System.nanoTime()).as(info).isLessThan(deadline);
            info = redis.clusterInfo();
        }
    }

    private static String busPort(EmbeddedRedis node) {
        List<String> port = new ArrayList<>();
        on(node, PASSWORD, redis -> port.add(redis.configGet("cluster-port").get("cluster-port")));
        return port.getFirst();
    }

    private static long keys(EmbeddedRedis node) {
        List<Long> size = new ArrayList<>();
        on(node, PASSWORD, redis -> size.add(redis.dbsize()));
        return size.getFirst();
    }

    private static void on(
            EmbeddedRedis node, String password, Consumer<RedisCommands<String, String>> commands) {
        try (RedisClient client =
                        RedisClient.create(
                                RedisURI.Builder.redis(node.host(), node.port())
                                        .withPassword(password.toCharArray())
                                        .build());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            commands.accept(connection.sync());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
