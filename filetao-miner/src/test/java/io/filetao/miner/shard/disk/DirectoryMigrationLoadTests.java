package io.filetao.miner.shard.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.ChildJvm;
import io.filetao.miner.Samples;
import io.filetao.miner.Samples.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A miner's whole directory through a migration that is killed in the middle and run again, with little memory; afterwards every file is
 * compared byte by byte.
 *
 * <p>{@code -Dfiletao.test.migration.entries} takes more shards than the usual number; what a million of them cost stands in
 * {@code docs/benchmarks}.
 */
@Timeout(3600)
class DirectoryMigrationLoadTests {

    private static final int ENTRIES = Integer.getInteger("filetao.test.migration.entries", 200);
    private static final int BYTES = 1000;
    private static final String HEAP = "32m";

    @TempDir private Path root;
    private Path from;
    private Path to;

    @Test
    void runWhenKilledInTheMiddleBringsEveryShardOver() throws Exception {
        this.from = this.root.resolve("old");
        this.to = this.root.resolve("new");
        fill();
        try (ChildJvm first = program("first")) {
            if (first.runsUntil(() -> says(first, "half"))) {
                first.kill();
            }
            System.out.printf(
                    "Directory of %,d shards: killed after %.1f s%n",
                    ENTRIES, first.age().toMillis() / 1e3);
        }
        try (ChildJvm second = program("second")) {
            assertThat(second.end()).as(second.said()).isZero();
            System.out.printf(
                    "Directory of %,d shards: run again, %.1f s, at most %,d MiB of memory with a"
                            + " heap of %s: %s%n",
                    ENTRIES,
                    second.age().toMillis() / 1e3,
                    second.peak() >> 20,
                    HEAP,
                    second.said());
            assertThat(second.said()).contains("0 damaged, switched true");
        }
        assertThat(countSame()).isEqualTo(ENTRIES);
    }

    /** One real shard, and the same under other names: a migration reads and proves each of them. */
    private void fill() throws IOException {
        Shard shard = Samples.shard(Samples.MINER.address(), BYTES, 1);
        Path first;
        try (ShardDirectory directory = ShardDirectory.open(this.from, Samples.MINER.address())) {
            try (IncomingShard incoming = directory.receive(shard.rid()).orElseThrow()) {
                incoming.write(shard.sealed(), 0, shard.sealed().length);
                incoming.seal(shard.meta(), Instant.EPOCH);
                incoming.place();
            }
            first = pathOf(shard.rid().hex());
        }
        byte[] content = Files.readAllBytes(first);
        Random names = new Random(2);
        byte[] rid = new byte[16];
        for (int i = 1; i < ENTRIES; i++) {
            names.nextBytes(rid);
            Path file = pathOf(HexFormat.of().formatHex(rid));
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
    }

    private Path pathOf(String rid) {
        return this.from
                .resolve("shards")
                .resolve(rid.substring(0, 2))
                .resolve(rid.substring(2, 4))
                .resolve(rid + ".shard");
    }

    private ChildJvm program(String run) throws IOException {
        return ChildJvm.start(
                this.root.resolve(run + ".log"),
                HEAP,
                Map.of(),
                DirectoryMigrationProgram.class.getName(),
                this.from.toString(),
                this.to.toString());
    }

    private static boolean says(ChildJvm program, String word) {
        try {
            return program.said().contains(word);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many shards are the same in both directories; one that is not fails. */
    private int countSame() throws IOException {
        int[] same = {0};
        Files.walkFileTree(
                this.from.resolve("shards"),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path copy =
                                DirectoryMigrationLoadTests.this.to.resolve(
                                        DirectoryMigrationLoadTests.this.from.relativize(file));
                        assertThat(Files.mismatch(file, copy)).as(file.toString()).isEqualTo(-1);
                        same[0]++;
                        return FileVisitResult.CONTINUE;
                    }
                });
        return same[0];
    }
}
