package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class DiskHealthIndicatorTests {

    @TempDir private Path directory;

    @Test
    void healthWhenTheDirectoryTakesDataIsUpAndLeavesNothing() throws IOException {
        Path spool = this.directory.resolve("spool");
        Health health = new DiskHealthIndicator(spool).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat((long) health.getDetails().get("free")).isPositive();
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void healthWhenNothingCanBeWrittenIsDownAndSaysWhatToDo() throws IOException {
        Path spool = Files.createFile(this.directory.resolve("spool"));
        Health health = new DiskHealthIndicator(spool).health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("reason"))
                .asString()
                .contains("filetao.api.spool-directory");
        Files.delete(spool);
        assertThat(new DiskHealthIndicator(spool).health().getStatus()).isEqualTo(Status.UP);
    }
}
