package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commitments that are still to be revealed, one file for each; a commitment is on disk before it is sent. */
final class WeightCommits {

    private static final Logger LOG = LoggerFactory.getLogger(WeightCommits.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SUFFIX = ".json";
    private static final long MAX_BYTES = 64 << 10;

    private final Path directory;

    WeightCommits(Path directory) {
        this.directory = directory;
    }

    synchronized void save(WeightCommit commit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hotkey", commit.hotkey().value());
        json.put("netuid", commit.netuid());
        json.put("uids", commit.uids());
        json.put("values", commit.values());
        json.put("salt", commit.salt());
        json.put("versionKey", commit.versionKey());
        json.put("madeAt", commit.madeAt());
        json.put("epoch", commit.epoch());
        Path file = file(commit);
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(this.directory);
            try (FileChannel out =
                    FileChannel.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(json));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(
                    unfinished,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel parent = FileChannel.open(this.directory)) {
                parent.force(true);
            }
        } catch (IOException failure) {
            throw new ChainException(
                    "The commitment cannot be kept in "
                            + this.directory
                            + ": "
                            + failure.getMessage(),
                    failure);
        }
    }

    synchronized void remove(WeightCommit commit) {
        try {
            Files.deleteIfExists(file(commit));
        } catch (IOException failure) {
            LOG.warn("{} cannot be deleted: {}", file(commit), failure.getMessage());
        }
    }

    /** All commitments of a subnet; a file that cannot be read is passed over. */
    synchronized List<WeightCommit> all(int netuid) {
        if (!Files.isDirectory(this.directory)) {
            return List.of();
        }
        List<WeightCommit> commits = new ArrayList<>();
        try (Stream<Path> files = Files.list(this.directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList()) {
                try {
                    WeightCommit commit = read(file);
                    if (commit.netuid() == netuid) {
                        commits.add(commit);
                    }
                } catch (IOException | JacksonException | IllegalArgumentException damaged) {
                    LOG.warn("{} is passed over: {}", file, damaged.getMessage());
                }
            }
        } catch (IOException failure) {
            throw new ChainException(
                    "The commitments in "
                            + this.directory
                            + " cannot be read: "
                            + failure.getMessage(),
                    failure);
        }
        return commits;
    }

    private static WeightCommit read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is too large");
        }
        JsonNode json = JSON.readTree(Files.readAllBytes(file));
        return new WeightCommit(
                new Ss58Address(json.path("hotkey").asString("")),
                json.path("netuid").asInt(-1),
                numbers(json.path("uids")),
                numbers(json.path("values")),
                numbers(json.path("salt")),
                json.path("versionKey").asLong(0),
                json.path("madeAt").asLong(0),
                json.path("epoch").asLong(-1));
    }

    private static List<Integer> numbers(JsonNode array) {
        return array.valueStream().map(number -> number.asInt(0)).toList();
    }

    private Path file(WeightCommit commit) {
        return this.directory.resolve(
                commit.netuid()
                        + "-"
                        + commit.hotkey().abbreviated()
                        + "-"
                        + commit.hash().hex().substring(0, 16)
                        + SUFFIX);
    }
}
