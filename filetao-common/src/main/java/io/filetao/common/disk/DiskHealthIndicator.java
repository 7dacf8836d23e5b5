package io.filetao.common.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the disk of a directory takes data, tried by writing some: a directory that looks writable may lie on a disk that is full,
 * mounted for reading only after an error, or gone. A disk that does not answer within two seconds counts as down, and holds one
 * thread however often it is asked for.
 */
public final class DiskHealthIndicator implements HealthIndicator {

    /** A block of most file systems, so that the disk has to find room for it. */
    private static final int BYTES = 4096;

    /** Shorter than the patience of what asks for readiness, so that the answer names the disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String setting;
    private final Trial trial;
    private @Nullable FutureTask<Health> running;

    /**
     * @param setting the property that names the directory, for the advice
     * @param directory the directory; made when it is missing
     */
    public DiskHealthIndicator(String setting, Path directory) {
        this(setting, () -> write(directory));
    }

    DiskHealthIndicator(String setting, Trial trial) {
        this.setting = setting;
        this.trial = trial;
    }

    @Override
    public Health health() {
        try {
            return current().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hung) {
            return down("The disk of %s does not answer; look at the disk or its network");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Health.unknown().build();
        } catch (ExecutionException defect) {
            return Health.down(defect).build();
        }
    }

    private synchronized FutureTask<Health> current() {
        FutureTask<Health> last = this.running;
        if (last != null && !last.isDone()) {
            return last;
        }
        FutureTask<Health> next = new FutureTask<>(this::look);
        this.running = next;
        // A platform thread: a disk that hangs would keep a carrier of virtual ones.
        Thread.ofPlatform().daemon().name("disk-health").start(next);
        return next;
    }

    private Health look() {
        try {
            return Health.up().withDetail("free", this.trial.free()).build();
        } catch (IOException refused) {
            return down(
                    "Nothing can be written to %s; make room on its disk, or look at its"
                            + " permissions");
        }
    }

    private Health down(String reason) {
        return Health.down().withDetail("reason", reason.formatted(this.setting)).build();
    }

    private static long write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = Files.createTempFile(directory, "health-", ".probe");
        try {
            Files.write(file, new byte[BYTES]);
        } finally {
            Files.delete(file);
        }
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Writes, and says how many bytes are left. */
    @FunctionalInterface
    interface Trial {
        long free() throws IOException;
    }
}
