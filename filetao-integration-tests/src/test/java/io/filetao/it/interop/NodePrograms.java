package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs for Node.js with npm packages.
 *
 * <p>Where Node.js or the packages are missing the test is skipped, saying how to install them; with
 * {@code -Dfiletao.require-node=true}, or {@code FILETAO_REQUIRE_NODE=true} in the environment, it fails instead.
 */
public final class NodePrograms {

    private static final Path DIRECTORY = Path.of("src/test/node");
    private static final String INSTALL =
            "install Node.js 20 and run 'npm ci --prefix filetao-integration-tests/src/test/node'";

    private NodePrograms() {}

    /** Starts a program, whose complaints go where this one's do. */
    public static Process start(String program, String... arguments) {
        if (!Files.isDirectory(DIRECTORY.resolve("node_modules"))) {
            missing("The npm packages are not there; " + INSTALL);
        }
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(DIRECTORY.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noNode) {
            missing("Node.js is not there; " + INSTALL);
            throw new UncheckedIOException(noNode);
        }
    }

    private static void missing(String sentence) {
        if (Boolean.getBoolean("filetao.require-node")
                || Boolean.parseBoolean(System.getenv("FILETAO_REQUIRE_NODE"))) {
            fail(sentence);
        }
        abort(sentence);
    }
}
