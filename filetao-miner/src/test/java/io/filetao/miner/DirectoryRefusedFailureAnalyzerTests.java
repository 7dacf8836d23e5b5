package io.filetao.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.filetao.common.wallet.Keypair;
import io.filetao.miner.shard.disk.ShardDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class DirectoryRefusedFailureAnalyzerTests {

    @TempDir private Path directory;

    @Test
    void analyzeWhenTheDirectoryIsAnothersSaysWhoseAndWhatToDo() throws IOException {
        Keypair owner = Keypair.generate();
        ShardDirectory.open(this.directory, owner.address()).close();

        Throwable refused =
                catchThrowable(
                        () -> ShardDirectory.open(this.directory, Keypair.generate().address()));
        FailureAnalysis analysis = analyze(new UncheckedIOException((IOException) refused));

        assertThat(analysis.getDescription())
                .contains(this.directory.toString(), owner.address().value())
                .endsWith(".");
        assertThat(analysis.getAction())
                .isEqualTo("Start with that wallet or choose another filetao.miner.directory.");
    }

    /** By the analyzers that a starting program has. */
    private static FailureAnalysis analyze(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (_, _, othersNeedAProgram) -> {})
                .stream()
                .filter(DirectoryRefusedFailureAnalyzer.class::isInstance)
                .findFirst()
                .orElseThrow()
                .analyze(failure);
    }
}
