package io.filetao.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTests {

    @TempDir private Path directory;

    private Path target;
    private Path kept;

    @BeforeEach
    void name() throws IOException {
        this.target = Files.createDirectory(this.directory.resolve("there")).resolve("file");
        this.kept = this.directory.resolve("kept.part");
    }

    @Test
    void closeWhenNothingWasCommittedLeavesNothing() throws IOException {
        try (AtomicFile file = AtomicFile.create(this.target, true)) {
            file.stream().write(1);
            assertThat(files()).isOne();
        }
        assertThat(files()).isZero();
    }

    @Test
    void resumeWhenAnEarlierAttemptStoppedGoesOnBehindItsBytes() throws IOException {
        try (AtomicFile first = AtomicFile.resume(this.target, true, this.kept)) {
            assertThat(first.length()).isZero();
            first.stream().write(new byte[] {1, 2});
        }
        assertThat(files()).isZero();
        assertThat(this.kept).hasBinaryContent(new byte[] {1, 2});
        try (AtomicFile second = AtomicFile.resume(this.target, true, this.kept)) {
            assertThat(second.length()).isEqualTo(2);
            second.stream().write(3);
            second.commit();
        }
        assertThat(this.target).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(this.kept).doesNotExist();
        assertThat(files()).isOne();
    }

    @Test
    void resumeWhenTwoDoSoGivesTheBytesToOne() throws IOException {
        Files.write(this.kept, new byte[] {1});
        try (AtomicFile first = AtomicFile.resume(this.target, true, this.kept);
                AtomicFile second = AtomicFile.resume(this.target, true, this.kept)) {
            assertThat(first.length()).isOne();
            assertThat(second.length()).isZero();
        }
        assertThat(this.kept).hasBinaryContent(new byte[] {1});
    }

    @Test
    void discardLeavesNothingForTheNextAttempt() throws IOException {
        try (AtomicFile file = AtomicFile.resume(this.target, true, this.kept)) {
            file.stream().write(1);
            file.discard();
        }
        assertThat(this.kept).doesNotExist();
        assertThat(files()).isZero();
    }

    @Test
    void commitWhenTheNameIsTakenMeanwhileKeepsWhatIsThere() throws IOException {
        try (AtomicFile file = AtomicFile.create(this.target, false)) {
            Files.write(this.target, new byte[] {9});
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(file::commit);
        }
        assertThat(this.target).hasBinaryContent(new byte[] {9});
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(this.target.getParent())) {
            return all.count();
        }
    }
}
