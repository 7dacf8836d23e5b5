package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A directory with npm packages that have been installed by its lock file.
 *
 * <p>Where Node.js or the packages are missing the test is skipped, saying how to install them; with
 * {@code -Dfiletao.require-node=true}, or {@code FILETAO_REQUIRE_NODE=true} in the environment, it fails instead.
 */
record NodePackages(Path directory) {

    private static final long LIMIT_MINUTES = 3;

    /** The packages of a directory of the tests, such as {@code src/test/node}. */
    static NodePackages in(String directory) {
        NodePackages packages = new NodePackages(Path.of(directory).toAbsolutePath());
        if (!Files.isDirectory(packages.directory.resolve("node_modules"))) {
            packages.missing("The npm packages are not there");
        }
        return packages;
    }

    /** The command that runs a package's program. */
    List<String> program(String name) {
        return List.of(
                "node", this.directory.resolve("node_modules/.bin").resolve(name).toString());
    }

    /** Runs a command to its end in a directory; answers its output, errors included. */
    String run(Path where, Map<String, String> environment, List<String> command, String... more)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        Path output = Files.createTempFile("filetao", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(all)
                            .directory(where.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                fail("%s does not end", all);
            }
            String printed = Files.readString(output);
            if (process.exitValue() != 0) {
                fail("%s ended with %d: %s", all, process.exitValue(), printed);
            }
            return printed;
        } finally {
            Files.delete(output);
        }
    }

    /** Skips the test, or fails where nothing may be skipped. */
    void missing(String reason) {
        String sentence =
                "%s; install Node.js 20 and run 'npm ci --prefix filetao-integration-tests/src/test/%s'"
                        .formatted(reason, this.directory.getFileName());
        if (Boolean.getBoolean("filetao.require-node")
                || Boolean.parseBoolean(System.getenv("FILETAO_REQUIRE_NODE"))) {
            fail(sentence);
        }
        abort(sentence);
    }
}
