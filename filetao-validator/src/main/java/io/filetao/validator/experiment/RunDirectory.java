package io.filetao.validator.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All runs of this replica; the oldest are deleted when there are too many. */
final class RunDirectory {

    private RunDirectory() {}

    /**
     * Deletes all but the newest.
     *
     * @param current is kept however old it is
     */
    static void keep(Path root, int newest, RunName current) throws IOException {
        List<Path> runs =
                in(root).stream().filter(run -> !run.endsWith(current.directory())).toList();
        for (Path old : runs.subList(0, Math.max(0, runs.size() + 1 - newest))) {
            delete(old);
        }
    }

    /** Every run, oldest first. */
    static List<Path> in(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(RunName::isRun).sorted().toList();
        }
    }

    /** A run has no directories of its own. */
    private static void delete(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(run);
    }
}
