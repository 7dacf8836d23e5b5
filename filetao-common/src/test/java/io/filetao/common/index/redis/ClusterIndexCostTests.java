package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisCluster;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What the index costs on a Redis Cluster of three servers: memory for each shard, how evenly it is spread, and how long the steps of a
 * round take.
 *
 * <p>{@code -Dfiletao.test.index.shards} loads more than the usual number; the figures stand in {@code docs/operations/scaling.md}.
 */
@Timeout(7200)
class ClusterIndexCostTests {

    private static final int SHARDS = Integer.getInteger("filetao.test.index.shards", 12_000);
    private static final int N = 30;
    private static final int SEGMENTS = 8;
    private static final int MINERS = 1_000;
    private static final int LOADERS = 8;
    private static final int TIMES = SHARDS < 1_000_000 ? 100 : 2_000;
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    @TempDir private Path directory;

    @Test
    void indexIsSpreadEvenlyAndCostsAtMost250BytesForEachShard() throws Exception {
        FileRecords samples = FileRecords.seeded(4);
        List<Ss58Address> miners = samples.miners(MINERS);
        // Only memory and processors are measured here, so nothing waits for the disk.
        try (RedisCluster cluster =
                RedisCluster.start(this.directory, 3, 0, List.of("appendfsync no"))) {
            LettuceConnectionFactory connections = cluster.connections();
            connections.afterPropertiesSet();
            connections.start();
            RedisFileIndex index =
                    new RedisFileIndex(
                            new RedisCalls(new StringRedisTemplate(connections)),
                            new Keyspace("filetao:"));
            long empty = memory(cluster).stream().mapToLong(Long::longValue).sum();
            long began = System.nanoTime();
            int files = load(index, miners);
            double seconds = (System.nanoTime() - began) / 1e9;
            int shards = files * SEGMENTS * N;
            List<Long> used = memory(cluster);
            long all = used.stream().mapToLong(Long::longValue).sum();
            double each = (double) (all - empty) / shards;
            System.out.printf(
                    "Cluster: %,d shards of %,d files on %,d miners in %.0f s; %.1f bytes for each"
                            + " shard, %s MiB on the servers%n",
                    shards,
                    files,
                    MINERS,
                    seconds,
                    each,
                    used.stream().map(bytes -> bytes >> 20).toList());
            FileRecord sample = FileRecords.seeded(100).file(SEGMENTS, 10, N, miners);
            index.record(sample, samples.claim(ALICE));
            time(
                    "pick a random shard of a miner",
                    i -> {
                        HeldShard shard =
                                index.randomShard(held(index, miners, i), new Random(i))
                                        .orElseThrow();
                        assertThat(index.findSegment(shard.cid(), shard.segment())).isPresent();
                    });
            time("find a file", _ -> assertThat(index.find(sample.cid())).isPresent());
            time("page of an account's files", _ -> index.list(ALICE, null, 20));
            time(
                    "page of a miner's shards",
                    i -> index.held(miners.get(i % MINERS), HeldPage.FIRST));
            long held = miners.stream().mapToLong(index::heldShards).sum();
            assertThat(held).isEqualTo(shards + (long) SEGMENTS * N);
            // A miner's buckets lie in one slot each; with few shards the fixed costs weigh more.
            assertThat(each).isLessThanOrEqualTo(SHARDS < 1_000_000 ? 600 : 250);
            assertThat(used).allSatisfy(bytes -> assertThat(bytes).isBetween(all / 5, all / 2));
            connections.destroy();
        }
    }

    /** A miner that holds something; with few shards not all do. */
    private static Ss58Address held(RedisFileIndex index, List<Ss58Address> miners, int number) {
        return miners.subList(number % (MINERS / 2), MINERS).stream()
                .filter(miner -> SHARDS >= 1_000_000 || index.heldShards(miner) > 0)
                .findFirst()
                .orElseThrow();
    }

    /** Answers how many files were recorded. */
    private static int load(RedisFileIndex index, List<Ss58Address> miners) throws Exception {
        int wanted = Math.ceilDiv(SHARDS, SEGMENTS * N);
        List<Ss58Address> round = new ArrayList<>(miners);
        round.addAll(miners);
        AtomicInteger recorded = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> loaders = new ArrayList<>();
            IntStream.range(0, LOADERS)
                    .forEach(loader ->
                            loaders.add(
                                    threads.submit(() -> {
                                        FileRecords samples = FileRecords.seeded(10 + loader);
                                        Random from = new Random(loader);
                                        while (recorded.incrementAndGet() <= wanted) {
                                            int first = from.nextInt(MINERS);
                                            index.record(
                                                    samples.file(
                                                            SEGMENTS,
                                                            10,
                                                            N,
                                                            round.subList(first, first + MINERS)),
                                                    samples.claim(ALICE));
                                        }
                                        return null;
                                    })));
            for (Future<?> loader : loaders) {
                loader.get();
            }
        }
        return wanted;
    }

    private static List<Long> memory(RedisCluster cluster) {
        return cluster.infoOfPrimaries("memory").stream()
                .map(info ->
                        info.lines()
                                .filter(line -> line.startsWith("used_memory:"))
                                .map(line -> Long.valueOf(line.substring(12).strip()))
                                .findFirst()
                                .orElseThrow())
                .toList();
    }

    private static void time(String what, IntConsumer step) {
        for (int i = 0; i < TIMES / 10; i++) {
            step.accept(i);
        }
        long began = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            step.accept(i);
        }
        System.out.printf(
                "Cluster: %s takes %.0f µs, one after the other%n",
                what, (System.nanoTime() - began) / 1e3 / TIMES);
    }
}
