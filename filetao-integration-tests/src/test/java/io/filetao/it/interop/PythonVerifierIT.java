package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.MachineTool;
import io.filetao.common.fixtures.ProofBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public part of proofs, checked by a program that was written from docs/spec/proofs.md and nothing else. */
class PythonVerifierIT {

    private static final Path SCRIPT = Path.of("src/test/python/verify_bundle.py");
    @TempDir private Path directory;

    @Test
    void verifyWhenBundleIsRealAcceptsAndAfterAnyChangeOfOneByteRefuses() throws Exception {
        Path python = MachineTool.PYTHON.orSkip();
        byte[] small = ProofBundles.bundle(5_000, 2, 1).encode();
        byte[] large = ProofBundles.bundle(2_200_000, 1, 2).encode();
        List<Path> genuine = List.of(write("small", small), write("large", large));
        assertThat(run(python, genuine)).allMatch(line -> line.contains(": genuine, complete"));

        List<Path> changed = new ArrayList<>();
        Random random = new Random(31);
        for (int at = 0; at < large.length; at += 1 + random.nextInt(61)) {
            byte[] bytes = large.clone();
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            changed.add(write("changed-" + at, bytes));
        }
        changed.add(write("cut", Arrays.copyOf(large, large.length - 1)));
        changed.add(write("longer", Arrays.copyOf(large, large.length + 1)));
        assertThat(run(python, changed))
                .hasSameSizeAs(changed)
                .allMatch(line -> line.contains(": refused: "));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(this.directory.resolve(name), bytes);
    }

    private List<String> run(Path python, List<Path> bundles) throws Exception {
        List<String> command = new ArrayList<>(List.of(python.toString(), SCRIPT.toString()));
        bundles.forEach(bundle -> command.add(bundle.toString()));
        Path output = this.directory.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        process.waitFor();
        return Files.readAllLines(output);
    }
}
