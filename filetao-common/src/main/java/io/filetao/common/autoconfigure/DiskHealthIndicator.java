package io.filetao.common.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the disk takes data, tried by writing some: a directory that looks writable may lie on a disk that is full, mounted for
 * reading only after an error, or gone.
 */
final class DiskHealthIndicator implements HealthIndicator {

    /** A block of most file systems, so that the disk has to find room for it. */
    private static final int BYTES = 4096;

    private final Path directory;

    /**
     * @param directory where the program keeps what passes through it
     */
    DiskHealthIndicator(Path directory) {
        this.directory = directory;
    }

    @Override
    public Health health() {
        try {
            Files.createDirectories(this.directory);
            Path file = Files.createTempFile(this.directory, "health-", ".probe");
            try {
                Files.write(file, new byte[BYTES]);
            } finally {
                Files.delete(file);
            }
            return Health.up()
                    .withDetail("free", Files.getFileStore(this.directory).getUsableSpace())
                    .build();
        } catch (IOException refused) {
            return Health.down()
                    .withDetail(
                            "reason",
                            "Nothing can be written to filetao.api.spool-directory; make room on"
                                    + " its disk, or look at its permissions")
                    .build();
        }
    }
}
