package io.filetao.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code filetao admin redis}. */
class AdminRedisCommandTests {

    private final StringWriter out = new StringWriter();

    @TempDir private Path directory;

    @Test
    void checkWhenUnsafeListsWhatIsWrongAndAnswersOne() throws IOException {
        assertThat(execute("check", "--conf", conf("appendonly no").toString())).isOne();
        assertThat(this.out.toString()).contains("appendonly yes", "requirepass", "secure --conf");
    }

    @Test
    void secureMakesCheckAnswerZeroAndKeepsTheOldFile() throws IOException {
        Path conf = conf("appendonly no", "port 6379");
        assertThat(execute("secure", "--redis_conf_path", conf.toString())).isZero();
        assertThat(execute("check", "--conf", conf.toString())).isZero();
        try (Stream<Path> files = Files.list(this.directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".bak"))).hasSize(1);
        }
        String password =
                Files.readAllLines(conf).stream()
                        .filter(line -> line.startsWith("requirepass "))
                        .findFirst()
                        .orElseThrow()
                        .substring("requirepass ".length());
        assertThat(this.out.toString()).doesNotContain(password);
    }

    @Test
    void secureWithDryRunChangesNothing() throws IOException {
        Path conf = conf("appendonly no");
        assertThat(execute("secure", "--dry-run", "--conf", conf.toString())).isZero();
        assertThat(Files.readAllLines(conf)).containsExactly("appendonly no");
        assertThat(this.out.toString()).contains("- appendonly no", "+ appendonly yes");
    }

    private Path conf(String... lines) throws IOException {
        return Files.write(this.directory.resolve("redis.conf"), List.of(lines));
    }

    private int execute(String... args) {
        return new CommandLine(new AdminRedisCommand())
                .setOut(new PrintWriter(this.out))
                .execute(args);
    }
}
