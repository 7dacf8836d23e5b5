package io.filetao.cli.filelist;

import io.filetao.cli.CommandException;
import io.filetao.common.client.AtomicFile;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that a wallet has stored from this machine, in {@code HASH_BASEPATH/WALLET.json}.
 *
 * <p>The file is an object with a {@code files} array. The list of the Python program, which maps names to identifiers, is read as
 * well and becomes such an object with the next entry.
 */
public final class LocalFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private final Path directory;

    /** The lists in a directory, which need not exist yet. */
    public LocalFiles(String hashBasepath) {
        this.directory = Wallet.path(hashBasepath).toAbsolutePath();
    }

    /** The wallet's files, oldest first. */
    public List<LocalFile> of(String walletName) {
        return read(file(walletName));
    }

    /** The files of every wallet that has a list, by wallet name. */
    public Map<String, List<LocalFile>> all() {
        Map<String, List<LocalFile>> lists = new TreeMap<>();
        try (Stream<Path> files = Files.list(this.directory)) {
            files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .forEach(file ->
                            lists.put(
                                    file.getFileName().toString().replaceAll("\\.json$", ""),
                                    read(file)));
        } catch (NoSuchFileException none) {
            return lists;
        } catch (IOException unreadable) {
            throw new CommandException(
                    "The directory " + this.directory + " cannot be read; check --hash_basepath.",
                    unreadable);
        }
        return lists;
    }

    /** The wallet's entry for an identifier. */
    public Optional<LocalFile> find(String walletName, String cid) {
        return of(walletName).stream().filter(file -> file.cid().equals(cid)).findFirst();
    }

    /** Adds a file, in place of an older entry of the same identifier; others may do so at the same time. */
    public void add(String walletName, LocalFile added) {
        Path file = file(walletName);
        try {
            Files.createDirectories(this.directory);
            try (FileChannel guard =
                            FileChannel.open(
                                    this.directory.resolve("." + walletName + ".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock held = guard.lock()) {
                List<LocalFile> files = new ArrayList<>(read(file));
                files.removeIf(known -> known.cid().equals(added.cid()));
                files.add(added);
                write(file, files, held);
            }
        } catch (IOException refused) {
            throw new CommandException(
                    "The file is stored as %s, but the list %s could not be written; check --hash_basepath."
                            .formatted(added.cid(), file),
                    refused);
        }
    }

    private static void write(Path file, List<LocalFile> files, FileLock held) throws IOException {
        if (!held.isValid()) {
            throw new IOException("The lock on the list was lost");
        }
        try (AtomicFile fresh = AtomicFile.create(file, true)) {
            fresh.stream().write(JSON.writeValueAsBytes(Map.of("files", files)));
            fresh.commit();
        }
    }

    private static List<LocalFile> read(Path file) {
        try {
            JsonNode content = JSON.readTree(Files.readAllBytes(file));
            if (content.path("files").isArray()) {
                List<LocalFile> files = new ArrayList<>();
                for (JsonNode entry : content.path("files")) {
                    files.add(JSON.treeToValue(entry, LocalFile.class));
                }
                return files;
            }
            return predecessors(content);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException | JacksonException damaged) {
            throw new CommandException(
                    "The list %s cannot be read; mend it or move it away.".formatted(file),
                    damaged);
        }
    }

    private static List<LocalFile> predecessors(JsonNode map) {
        List<LocalFile> files = new ArrayList<>();
        map.propertyStream()
                .filter(entry -> entry.getValue().isString())
                .forEach(entry -> {
                    List<String> hotkeys = new ArrayList<>();
                    map.path(entry.getKey() + "_hotkeys")
                            .forEach(hotkey -> hotkeys.add(hotkey.asString()));
                    files.add(
                            new LocalFile(
                                    entry.getKey(),
                                    entry.getValue().asString(),
                                    -1,
                                    true,
                                    null,
                                    null,
                                    null,
                                    hotkeys));
                });
        return files;
    }

    private Path file(String walletName) {
        return this.directory.resolve(walletName + ".json");
    }
}
