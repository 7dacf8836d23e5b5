package io.filetao.it.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Node.js process with npm packages that answers questions, one line of JSON each. */
final class NodeOracle implements AutoCloseable {

    private static final int ANSWER_SECONDS = 120;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private NodeOracle(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    static NodeOracle start() {
        return new NodeOracle(NodePrograms.start("oracle.mjs"));
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
}
