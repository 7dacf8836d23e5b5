package io.filetao.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code filetao admin migrate-directory}. */
class MigrateDirectoryCommandTests {

    private static final String FORMAT =
            """
            filetao-miner/1
            5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
            00
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path root;
    private Path from;
    private Path to;

    @BeforeEach
    void fill() throws IOException {
        this.from = this.root.resolve("old");
        this.to = this.root.resolve("new");
        Path shards = Files.createDirectories(this.from.resolve("shards/ab"));
        Files.writeString(this.from.resolve("FORMAT"), FORMAT);
        Files.write(shards.resolve("ab01.shard"), new byte[3000]);
    }

    @Test
    void dryRunSaysWhatWouldBeCopiedAndMakesNothing() throws IOException {
        assertThat(execute(this.from.toString(), this.to.toString(), "3", "--dry-run")).isZero();

        assertThat(this.out.toString())
                .contains("1 shards, 2.9 KiB, would be copied")
                .contains("without --dry-run");
        assertThat(this.to).doesNotExist();
        try (Stream<Path> files = Files.list(this.from)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("FORMAT", "shards");
        }
    }

    @Test
    void dryRunNamesWhatStandsInTheWay() throws IOException {
        Files.createDirectories(this.to);
        Files.writeString(this.to.resolve("photo"), "mine");

        assertThat(execute(this.from.toString(), this.to.toString(), "--dry-run")).isOne();
        assertThat(this.err.toString()).contains("is not empty; choose a directory that is");
    }

    private int execute(String... arguments) {
        String[] command =
                Stream.concat(Stream.of("admin", "migrate-directory"), Stream.of(arguments))
                        .toArray(String[]::new);
        return FiletaoCommand.commandLine()
                .setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(command);
    }
}
