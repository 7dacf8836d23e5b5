package io.filetao.it.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filetao.common.protocol.dendrite.DendriteException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner whose disk, a small file system in memory of its own, is filled by somebody else in the middle of an upload. */
class FullDiskIT {

    private static final int DISK_MIB = 32;
    private static final int SHARD_BYTES = 16 << 20;
    private static final String MOUNT =
            "mount -t tmpfs -o size=%dm tmpfs \"$0\" && exec \"$@\"".formatted(DISK_MIB);

    @TempDir private Path directory;

    @Test
    void uploadWhenTheDiskFillsUpIsRefusedAndLeavesNothing() throws Exception {
        Path shards = this.directory.resolve("shards");
        List<String> launcher =
                List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT);
        assumeTrue(
                works(launcher, this.directory),
                "This system does not let a user mount a file system in a namespace");
        try (MinerProcess process =
                new MinerProcess(
                        this.directory,
                        Stream.concat(launcher.stream(), Stream.of(shards.toString())).toList(),
                        "128m")) {
            Path disk = Path.of("/proc", Long.toString(process.pid()), "root", shards.toString());
            Path filler = disk.resolve("filler");
            // The first pass over the bytes seals them; during the second they are on their way.
            AtomicInteger halfTimes = new AtomicInteger();
            assertThatThrownBy(() ->
                            process.store(
                                    0,
                                    2,
                                    new Zeros(
                                            SHARD_BYTES,
                                            () -> {
                                                if (halfTimes.incrementAndGet() == 2) {
                                                    fill(filler);
                                                }
                                            })))
                    .isInstanceOfSatisfying(
                            DendriteException.class,
                            refused -> assertThat(refused.status()).isEqualTo(507));
            assertThat(halfTimes).hasValue(2);
            assertThat(names(disk.resolve("incoming"))).isEmpty();
            assertThat(process.isAlive()).isTrue();

            Files.delete(filler);
            assertThat(process.store(0, 2, new Zeros(SHARD_BYTES, () -> {})).record().failure())
                    .isNull();
        }
    }

    /** Writes until nothing more fits. */
    private static void fill(Path filler) {
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int written = 0; written < DISK_MIB; written++) {
                out.write(zeros);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(full);
            }
        }
    }

    private static List<Path> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static boolean works(List<String> launcher, Path directory)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(launcher.stream(), Stream.of(directory.toString(), "true")).toList();
        try {
            Process trial =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return trial.waitFor(1, TimeUnit.MINUTES) && trial.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
