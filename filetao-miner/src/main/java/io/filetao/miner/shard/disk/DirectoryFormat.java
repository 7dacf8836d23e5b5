package io.filetao.miner.shard.disk;

import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the file {@code FORMAT} says about a miner's directory.
 *
 * @param version {@code filetao-miner/1}
 * @param miner the hotkey that the shards are sealed for
 * @param id tells this directory's content from any other
 */
record DirectoryFormat(String version, String miner, String id) {

    static final String VERSION = "filetao-miner/1";

    private static final String FILE = "FORMAT";
    private static final String MOVED = "MOVED";

    /** Reads it; empty when the directory has none. */
    static Optional<DirectoryFormat> read(Path root) throws IOException {
        Path file = root.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.size() != 3) {
            throw new DirectoryRefusedException(
                    "The file " + file + " is damaged", "it has three lines: format, hotkey, id");
        }
        return Optional.of(new DirectoryFormat(lines.get(0), lines.get(1), lines.get(2)));
    }

    /**
     * Reads it, or makes it for this miner when there is none.
     *
     * @throws DirectoryRefusedException when the directory is another miner's, of another version, was moved, or holds what no miner
     *     put there under a name that a miner would take over
     */
    static DirectoryFormat require(Path root, Ss58Address miner) throws IOException {
        Optional<Path> moved = movedTo(root);
        if (moved.isPresent()) {
            throw new DirectoryRefusedException(
                    "The shards of %s were moved to %s".formatted(root, moved.get()),
                    "start the miner with that as its filetao.miner.directory");
        }
        Optional<DirectoryFormat> found = read(root);
        if (found.isEmpty()) {
            refuseForeignContent(root);
            DirectoryFormat made =
                    new DirectoryFormat(VERSION, miner.value(), ShardId.random().hex());
            made.write(root);
            return made;
        }
        DirectoryFormat format = found.get();
        if (!format.version.equals(VERSION) || !format.miner.equals(miner.value())) {
            throw new DirectoryRefusedException(
                    "The directory "
                            + root
                            + " belongs to another miner or version ("
                            + format.version
                            + " "
                            + format.miner
                            + ")",
                    "start with that wallet or choose another filetao.miner.directory");
        }
        return format;
    }

    private static void refuseForeignContent(Path root) throws IOException {
        for (String part : ShardDirectory.PARTS) {
            Path foreign = root.resolve(part);
            if (Files.exists(foreign) && !(Files.isDirectory(foreign) && isEmpty(foreign))) {
                throw new DirectoryRefusedException(
                        "The directory %s is no miner's, but holds %s".formatted(root, part),
                        "name an empty one as filetao.miner.directory, or put its lost file FORMAT"
                                + " back");
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }

    /** Where a directory's shards have gone; empty when they are still in it. */
    static Optional<Path> movedTo(Path root) throws IOException {
        Path file = root.resolve(MOVED);
        return Files.exists(file)
                ? Optional.of(Path.of(Files.readString(file).strip()))
                : Optional.empty();
    }

    /** Says in a directory where its shards have gone, for good. */
    static void markMoved(Path root, Path target) throws IOException {
        Durable.write(
                root.resolve(MOVED + ".new"),
                root.resolve(MOVED),
                (target + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Puts it in place, for good. */
    void write(Path root) throws IOException {
        String content = this.version + "\n" + this.miner + "\n" + this.id + "\n";
        Durable.write(
                root.resolve(FILE + ".new"),
                root.resolve(FILE),
                content.getBytes(StandardCharsets.US_ASCII));
    }
}
