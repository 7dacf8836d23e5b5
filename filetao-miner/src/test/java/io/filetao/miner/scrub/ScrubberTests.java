package io.filetao.miner.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.proof.ShardId;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.miner.Samples.Shard;
import io.filetao.miner.Samples;
import io.filetao.miner.shard.ShardMetrics;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.SpaceBudget;
import io.filetao.miner.shard.disk.IncomingShard;
import io.filetao.miner.shard.disk.ShardDirectory;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.redis.RedisShardIndex;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

@ExtendWith(RedisServerExtension.class)
class ScrubberTests {

    private static final DataSize FAST = DataSize.ofGigabytes(1);
    private static final Duration PERIOD = Duration.ofDays(14);

    @TempDir private Path root;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<Shard> shards = new ArrayList<>();
    private ShardDirectory directory;
    private ShardStore store;

    @BeforeEach
    void open(RedisServer redis) throws IOException {
        this.directory = ShardDirectory.open(this.root, Samples.MINER.address());
        this.store =
                new ShardStore(
                        this.directory,
                        new RedisShardIndex(
                                new RedisCalls(redis.template()), new Keyspace(redis.prefix())),
                        new SpaceBudget(Long.MAX_VALUE, 0, () -> Long.MAX_VALUE),
                        new ShardMetrics(this.meters),
                        this.now::get,
                        Duration.ofMinutes(10));
        for (int i = 0; i < 12; i++) {
            Shard shard = Samples.shard(Samples.MINER.address(), 70_000 + i, i);
            try (IncomingShard incoming = this.store.receive(shard.rid()).orElseThrow()) {
                incoming.write(shard.sealed(), 0, shard.sealed().length);
                this.store.keep(incoming, shard.meta());
            }
            this.shards.add(shard);
        }
    }

    @AfterEach
    void close() throws IOException {
        this.directory.close();
    }

    @Test
    void scrubMarksExactlyTheShardsThatTheDiskHasChanged() throws Exception {
        flipBit(this.shards.get(3).rid(), 69_000);
        truncate(this.shards.get(5).rid());
        assertThat(scrubber(FAST).scrub()).isTrue();
        for (int i = 0; i < this.shards.size(); i++) {
            if (i != 5) {
                assertThat(isDamaged(this.shards.get(i).rid())).as("shard " + i).isEqualTo(i == 3);
            }
        }
        assertThat(this.meters.counter("filetao.miner.shards.damaged").count()).isEqualTo(2);
        assertThat(this.meters.counter("filetao.miner.scrub.size").count()).isGreaterThan(700_000);
    }

    @Test
    void scrubWaitsForTheNextPeriod() throws Exception {
        assertThat(scrubber(FAST).scrub()).isTrue();
        assertThat(scrubber(FAST).scrub()).isFalse();
        this.now.updateAndGet(time -> time.plus(PERIOD));
        assertThat(scrubber(FAST).scrub()).isTrue();
    }

    @Test
    void closeInTheMiddleMarksNothingAndTheNextGoesOn() throws Exception {
        try (Scrubber slow = scrubber(DataSize.ofKilobytes(64))) {
            slow.start();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> this.meters.counter("filetao.miner.scrub.size").count() > 100_000);
        }
        for (Shard shard : this.shards) {
            assertThat(isDamaged(shard.rid())).isFalse();
        }
        assertThat(this.directory.scrubPosition().leaf()).isPositive();
        double before = this.meters.counter("filetao.miner.scrub.size").count();
        assertThat(scrubber(FAST).scrub()).isTrue();
        assertThat(this.meters.counter("filetao.miner.scrub.size").count() - before)
                .isLessThan(12 * 73_728.0 + 1);
        assertThat(this.meters.counter("filetao.miner.scrub.passes").count()).isEqualTo(1);
    }

    private Scrubber scrubber(DataSize rate) {
        return new Scrubber(
                this.directory,
                this.store,
                new ScrubProperties(true, rate, PERIOD),
                this.now::get,
                this.meters);
    }

    private boolean isDamaged(ShardId rid) throws IOException {
        try (ShardFile file = this.store.open(rid).orElseThrow()) {
            return file.state().damaged();
        }
    }

    private void flipBit(ShardId rid, long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path(rid).toFile(), "rw")) {
            file.seek(position);
            int before = file.read();
            file.seek(position);
            file.write(before ^ 4);
        }
    }

    private void truncate(ShardId rid) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path(rid).toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
    }

    private Path path(ShardId rid) throws IOException {
        try (Stream<Path> files = Files.walk(this.root.resolve("shards"))) {
            return files.filter(file -> file.endsWith(rid.hex() + ".shard"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
