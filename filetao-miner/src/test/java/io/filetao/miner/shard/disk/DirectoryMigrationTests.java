package io.filetao.miner.shard.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.miner.Samples;
import io.filetao.miner.Samples.Shard;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryMigrationTests {

    private static final int SHARDS = 40;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path root;
    private Path from;
    private Path to;
    private final List<Shard> shards = new ArrayList<>();
    private final FileId file = FileId.random();

    @BeforeEach
    void fill() throws IOException {
        this.from = this.root.resolve("old");
        this.to = this.root.resolve("new");
        try (ShardDirectory directory = open(this.from)) {
            for (int i = 0; i < SHARDS; i++) {
                this.shards.add(store(directory, 5000 + i));
            }
            directory.writeManifest(Samples.VALIDATOR.address(), this.file, new byte[] {1, 2, 3});
            directory.writeTranscript(this.shards.getFirst().rid(), new byte[] {4, 5});
        }
    }

    @Test
    void runBringsEveryShardAndManifestAndSwitches() throws IOException {
        DirectoryMigration.Report report = migrate();

        assertThat(report.shards()).isEqualTo(SHARDS);
        assertThat(report.switched()).isTrue();
        assertThat(report.damaged()).isEmpty();
        try (ShardDirectory moved = open(this.to)) {
            for (Shard shard : this.shards) {
                assertHolds(moved, shard);
            }
            assertThat(moved.readManifest(Samples.VALIDATOR.address(), this.file))
                    .hasValue(new byte[] {1, 2, 3});
            assertThat(moved.readTranscript(this.shards.getFirst().rid()))
                    .hasValue(new byte[] {4, 5});
        }
        assertThatThrownBy(() -> open(this.from))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("were moved to");
        assertThat(files(this.from)).hasSize(SHARDS + 2);
    }

    @Test
    void runKeepsTheIdSoThatTheIndexStaysValid() throws IOException {
        String id;
        try (ShardDirectory directory = open(this.from)) {
            id = directory.id();
        }
        migrate();
        try (ShardDirectory moved = open(this.to)) {
            assertThat(moved.id()).isEqualTo(id);
        }
    }

    @Test
    void runAfterItHasSwitchedChangesNothing() throws IOException {
        migrate();
        DirectoryMigration.Report again = migrate();
        assertThat(again.switched()).isTrue();
        assertThat(again.before()).isTrue();
    }

    @Test
    void runWhenInterruptedGoesOnAndForgetsWhatWasDropped() throws IOException {
        AtomicInteger moved = new AtomicInteger();
        assertThatThrownBy(() ->
                        DirectoryMigration.run(
                                this.from,
                                this.to,
                                false,
                                (done, total) -> {
                                    if (moved.incrementAndGet() == SHARDS / 2) {
                                        throw new IllegalStateException("the power fails");
                                    }
                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(files(this.to)).isNotEmpty();

        ShardId dropped = this.shards.removeFirst().rid();
        try (ShardDirectory directory = open(this.from)) {
            directory.delete(dropped);
            try (ShardFile changed = directory.open(this.shards.getFirst().rid()).orElseThrow()) {
                changed.update(changed.state().committedUntil(NOW), true);
            }
        }
        tearLast();

        DirectoryMigration.Report report = migrate();
        assertThat(report.switched()).isTrue();
        assertThat(report.present()).isPositive();
        try (ShardDirectory directory = open(this.to)) {
            assertThat(directory.holds(dropped)).isFalse();
            for (Shard shard : this.shards) {
                assertHolds(directory, shard);
            }
            try (ShardFile changed = directory.open(this.shards.getFirst().rid()).orElseThrow()) {
                assertThat(changed.state().expiresAt()).isEqualTo(NOW);
            }
        }
    }

    @Test
    void runCopiesADamagedShardAsItIsAndNamesIt() throws IOException {
        Path damaged = pathOf(this.shards.getFirst().rid());
        try (RandomAccessFile bytes = new RandomAccessFile(damaged.toFile(), "rw")) {
            bytes.seek(100);
            int before = bytes.read();
            bytes.seek(100);
            bytes.write(before ^ 1);
        }
        DirectoryMigration.Report report = migrate();
        assertThat(report.damaged()).containsExactly(damaged.toRealPath());
        assertThat(report.shards()).isEqualTo(SHARDS);
        assertThat(report.switched()).isTrue();
    }

    @Test
    void runWhileAMinerRunsIsRefused() throws IOException {
        try (ShardDirectory running = open(this.from)) {
            assertThat(running.id()).isNotEmpty();
            assertThatThrownBy(this::migrate).hasMessageContaining("Another miner runs on");
        }
    }

    @Test
    void runIntoADirectoryThatIsNotEmptyIsRefused() throws IOException {
        Files.createDirectories(this.to);
        Files.writeString(this.to.resolve("photo"), "mine");
        assertThatThrownBy(this::migrate).hasMessageContaining("is not empty");
        assertThat(this.to.resolve("photo")).hasContent("mine");
    }

    @Test
    void runIntoAnotherMinersDirectoryIsRefused() throws IOException {
        ShardDirectory.open(this.to, Samples.VALIDATOR.address()).close();
        assertThatThrownBy(this::migrate).hasMessageContaining("is a miner's directory already");
    }

    @Test
    void runFromADirectoryOfSomethingElseIsRefused() throws IOException {
        Path other = Files.createDirectory(this.root.resolve("other"));
        assertThatThrownBy(() -> DirectoryMigration.run(other, this.to, false, (done, total) -> {}))
                .hasMessageContaining("no directory of a miner");
    }

    @Test
    void runIntoItselfIsRefused() {
        assertThatThrownBy(() ->
                        DirectoryMigration.run(
                                this.from, this.from.resolve("new"), false, (done, total) -> {}))
                .hasMessageContaining("lies in the other");
    }

    @Test
    void planWhileAMinerRunsCountsAndChangesNothing() throws IOException {
        DirectoryMigration.Plan plan;
        try (ShardDirectory running = open(this.from)) {
            assertThat(running.id()).isNotEmpty();
            plan = DirectoryMigration.plan(this.from, this.root.resolve("disk/new"));
        }
        assertThat(plan.shards()).isEqualTo(SHARDS);
        assertThat(plan.present()).isZero();
        assertThat(plan.before()).isFalse();
        assertThat(this.root.resolve("disk")).doesNotExist();

        DirectoryMigration.Report report = migrate();
        assertThat(report.shards()).isEqualTo(plan.shards());
        assertThat(report.bytes()).isEqualTo(plan.bytes());
        assertThat(DirectoryMigration.plan(this.from, this.to).before()).isTrue();
    }

    @Test
    void planAfterAnInterruptionKnowsWhatIsThere() throws IOException {
        AtomicInteger moved = new AtomicInteger();
        assertThatThrownBy(() ->
                        DirectoryMigration.run(
                                this.from,
                                this.to,
                                false,
                                (done, total) -> {
                                    if (moved.incrementAndGet() == SHARDS / 2) {
                                        throw new IllegalStateException("the power fails");
                                    }
                                }))
                .isInstanceOf(IllegalStateException.class);

        DirectoryMigration.Plan plan = DirectoryMigration.plan(this.from, this.to);
        assertThat(plan.present()).isPositive().isLessThanOrEqualTo(plan.bytes());
        assertThat(plan.before()).isFalse();
    }

    @Test
    void planRefusesWhatRunRefuses() throws IOException {
        assertThatThrownBy(() -> DirectoryMigration.plan(this.from, this.from.resolve("new")))
                .hasMessageContaining("lies in the other");
        assertThat(this.from.resolve("new")).doesNotExist();
        Files.createDirectories(this.to);
        Files.writeString(this.to.resolve("photo"), "mine");
        assertThatThrownBy(() -> DirectoryMigration.plan(this.from, this.to))
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> DirectoryMigration.plan(this.from, this.to.resolve("photo")))
                .hasMessageContaining("is a file");
    }

    private DirectoryMigration.Report migrate() throws IOException {
        return DirectoryMigration.run(this.from, this.to, false, (done, total) -> {});
    }

    private static ShardDirectory open(Path directory) throws IOException {
        return ShardDirectory.open(directory, Samples.MINER.address());
    }

    /** What a loss of power leaves: a file of the right length whose last bytes never reached the disk. */
    private void tearLast() throws IOException {
        Path last = files(this.to).getLast();
        byte[] content = Files.readAllBytes(last);
        content[content.length - 1] ^= 1;
        Files.write(last, content);
    }

    private Path pathOf(ShardId rid) throws IOException {
        return files(this.from).stream()
                .filter(path -> path.endsWith(rid.hex() + ".shard"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files =
                Stream.concat(
                        Files.walk(directory.resolve("shards")),
                        Files.exists(directory.resolve("manifests"))
                                ? Files.walk(directory.resolve("manifests"))
                                : Stream.empty())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void assertHolds(ShardDirectory directory, Shard shard) throws IOException {
        try (ShardFile file = directory.open(shard.rid()).orElseThrow()) {
            byte[] read = new byte[shard.sealed().length];
            file.read(0, read, 0, read.length);
            assertThat(read).isEqualTo(shard.sealed());
            assertThat(file.meta().encode()).isEqualTo(shard.meta().encode());
        }
    }

    private static Shard store(ShardDirectory directory, int length) throws IOException {
        Shard shard = Samples.shard(Samples.MINER.address(), length, length);
        try (IncomingShard incoming = directory.receive(shard.rid()).orElseThrow()) {
            incoming.write(shard.sealed(), 0, shard.sealed().length);
            incoming.seal(shard.meta(), NOW);
            incoming.place();
        }
        return shard;
    }
}
