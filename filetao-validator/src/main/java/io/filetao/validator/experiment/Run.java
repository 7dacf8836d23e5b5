package io.filetao.validator.experiment;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run in a directory of its own, as others can read it while it goes on.
 *
 * <pre>
 * run-20261123_091500123-k3j9x0ab/
 *   config.json             what the run was made with
 *   wandb-history.jsonl     a row for each step, with _step, _timestamp and _runtime
 *   wandb-summary.json      the newest value of each name
 *   statistics.csv          every miner, again and again
 *   totals.csv              what all miners hold together
 *   hash_map.csv            which miner holds which shard of which file, newest only
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class Run implements AutoCloseable {

    static final String HISTORY = "wandb-history.jsonl";
    static final String SUMMARY = "wandb-summary.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunName name;
    private final Path directory;
    private final BufferedWriter history;
    private final Map<String, Object> summary = new LinkedHashMap<>();
    private long bytes;
    private int steps;

    /**
     * Begins one.
     *
     * @param root directory of all runs
     */
    Run(Path root, RunName name, Map<String, Object> config) throws IOException {
        this.name = name;
        this.directory = Files.createDirectories(root.resolve(name.directory()));
        Files.writeString(this.directory.resolve("config.json"), JSON.writeValueAsString(config));
        this.history =
                Files.newBufferedWriter(
                        this.directory.resolve(HISTORY),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
    }

    RunName name() {
        return this.name;
    }

    int steps() {
        return this.steps;
    }

    /** Size of the history. */
    long bytes() {
        return this.bytes;
    }

    /** Adds a row and answers its line. */
    String log(Map<String, Object> values, Instant now) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("_step", this.steps);
        row.put("_timestamp", now.toEpochMilli() / 1000.0);
        row.put("_runtime", Duration.between(this.name.began(), now).toMillis() / 1000.0);
        row.putAll(values);
        String line = JSON.writeValueAsString(row);
        this.history.write(line);
        this.history.write('\n');
        this.history.flush();
        this.bytes += line.length() + 1;
        this.steps++;
        this.summary.putAll(row);
        return line;
    }

    /** The newest value of each name, as JSON. */
    String summary() {
        return JSON.writeValueAsString(this.summary);
    }

    /** Brings the file of the newest values up to date. */
    void writeSummary() throws IOException {
        replace(SUMMARY, List.of(summary()));
    }

    /** Adds lines to a table, with the names of its columns before the first. */
    void append(String file, String columns, List<String> lines) throws IOException {
        Path table = this.directory.resolve(file);
        if (!Files.exists(table)) {
            Files.writeString(table, columns + "\n");
        }
        Files.write(table, lines, StandardOpenOption.APPEND);
    }

    /** Replaces a file; who reads it meanwhile sees the whole former one. */
    void replace(String file, Iterable<String> lines) throws IOException {
        Path next = this.directory.resolve(file + ".new");
        Files.write(next, lines);
        Path target = this.directory.resolve(file);
        try {
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(next, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        this.history.close();
        writeSummary();
    }
}
