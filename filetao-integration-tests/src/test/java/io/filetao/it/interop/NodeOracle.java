package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Node.js process with npm packages that answers questions, one line of JSON each.
 *
 * <p>Where Node.js or the packages are missing the test is skipped, saying how to install them; with
 * {@code -Dfiletao.require-node=true}, or {@code FILETAO_REQUIRE_NODE=true} in the environment, it fails instead.
 */
final class NodeOracle implements AutoCloseable {

    private static final Path DIRECTORY = Path.of("src/test/node");
    private static final String INSTALL =
            "install Node.js 20 and run 'npm ci --prefix filetao-integration-tests/src/test/node'";
    private static final int ANSWER_SECONDS = 120;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private NodeOracle(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static NodeOracle start() {
        if (!Files.isDirectory(DIRECTORY.resolve("node_modules"))) {
            missing("The npm packages are not there; " + INSTALL);
        }
        try {
            return new NodeOracle(
                    new ProcessBuilder("node", "oracle.mjs")
                            .directory(DIRECTORY.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException noNode) {
            missing("Node.js is not there; " + INSTALL);
            throw new UncheckedIOException(noNode);
        }
    }

    /** Asks with the given names and values in turn. */
    JsonNode ask(String question, String... fields) {
        Map<String, String> json = new HashMap<>(Map.of("ask", question));
        for (int i = 0; i < fields.length; i += 2) {
            json.put(fields[i], fields[i + 1]);
        }
        try {
            this.process.outputWriter().write(JSON.writeValueAsString(json) + "\n");
            this.process.outputWriter().flush();
            String answer = this.answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            return answer == null || answer.isEmpty()
                    ? fail("The oracle did not answer to " + question)
                    : JSON.readTree(answer);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        this.process.destroyForcibly();
    }

    /** An empty line stands for the end of the process. */
    private void read() {
        try (BufferedReader lines = this.process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                this.answers.add(line);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            this.answers.add("");
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
