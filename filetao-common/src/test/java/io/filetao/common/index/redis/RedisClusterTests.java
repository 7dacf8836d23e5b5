package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.autoconfigure.FiletaoRedisAutoConfiguration;
import io.filetao.common.autoconfigure.FiletaoRedisClientAutoConfiguration;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisCluster;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FilePage;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardName;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.ShardStatus;
import io.filetao.common.protocol.Nonces;
import io.filetao.common.redis.Locks;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
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

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    private final FileRecords samples = FileRecords.seeded(11);
    private final List<Ss58Address> miners = this.samples.miners(9);

    @TempDir private Path directory;

    @Test
    void everythingWorksAcrossSlots() throws IOException {
        try (RedisCluster cluster = RedisCluster.start(this.directory, 3, 0)) {
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    FiletaoRedisClientAutoConfiguration.class,
                                    DataRedisAutoConfiguration.class,
                                    FiletaoRedisAutoConfiguration.class))
                    .withPropertyValues(
                            cluster.springProperties().entrySet().stream()
                                    .map(property -> property.getKey() + "=" + property.getValue())
                                    .toArray(String[]::new))
                    .run(program -> {
                        assertThat(program).hasNotFailed();
                        filesComeAndGo(program.getBean(FileIndex.class));
                        noncesAndLocksHold(
                                program.getBean(Nonces.class), program.getBean(Locks.class));
                    });
            assertThat(cluster.keys()).as("keys on every node").allMatch(keys -> keys > 0);
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
}
