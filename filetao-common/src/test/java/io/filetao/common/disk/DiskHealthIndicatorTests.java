package io.filetao.common.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class DiskHealthIndicatorTests {

    private static final String SETTING = "filetao.api.spool-directory";

    @TempDir private Path directory;

    @Test
    void healthWhenTheDirectoryTakesDataIsUpAndLeavesNothing() throws IOException {
        Path spool = this.directory.resolve("spool");
        Health health = new DiskHealthIndicator(SETTING, spool).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat((long) health.getDetails().get("free")).isPositive();
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void healthWhenNothingCanBeWrittenIsDownAndSaysWhatToDo() throws IOException {
        Path spool = Files.createFile(this.directory.resolve("spool"));
        DiskHealthIndicator indicator = new DiskHealthIndicator(SETTING, spool);
        Health health = indicator.health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason")).asString().contains(SETTING);
        Files.delete(spool);
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void healthOfADiskThatDoesNotAnswerIsDownAndHoldsOneThread() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger trials = new AtomicInteger();
        DiskHealthIndicator indicator =
                new DiskHealthIndicator(
                        SETTING,
                        () -> {
                            trials.incrementAndGet();
                            try {
                                answer.await();
                            } catch (InterruptedException stopped) {
                                throw new IOException(stopped);
                            }
                            return 1;
                        });
        for (int asked = 0; asked < 2; asked++) {
            Health health = indicator.health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("reason")).asString().contains("does not answer");
        }
        assertThat(trials).hasValue(1);
        answer.countDown();
        await().until(() -> indicator.health().getStatus().equals(Status.UP));
    }
}
