package io.filetao.cli.retrieve;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a file's bytes go. */
sealed interface Destination {

    /** Onto standard output. */
    record StandardOutput() implements Destination {}

    /** Into something that is there and is no file, such as a pipe. */
    record Device(Path path) implements Destination {}

    /** Into a file that appears whole. */
    record Plain(Path path, boolean replace) implements Destination {}

    /** What the user named: {@code -}, a directory that gets the file under its own name, a device, or a file. */
    static Destination named(String output, String name, boolean replaceInDirectory) {
        if (output.equals("-")) {
            return new StandardOutput();
        }
        Path path = Path.of(output);
        if (Files.isDirectory(path)) {
            return new Plain(path.resolve(name), replaceInDirectory);
        }
        return Files.exists(path) && !Files.isRegularFile(path)
                ? new Device(path)
                : new Plain(path, true);
    }
}
