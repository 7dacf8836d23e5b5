package io.filetao.cli.store;

import io.filetao.cli.output.FileProblems;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores files: the short spelling. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = {
            "Encrypt files under your coldkey and store them.",
            "Prints each file's identifier, alone, on standard output; with -r its path behind it."
        },
        footer = {"", "Example: filetao put notes.txt"})
public final class PutCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files to store; - is standard input.")
    private @Nullable List<String> files;

    @Option(
            names = "--resume",
            description = "Send what earlier commands could not, besides the given files.")
    private boolean resume;

    @Option(
            names = {"-r", "--recursive"},
            description = "Store every file in the given directories; links are not followed.")
    private boolean recursive;

    @Mixin private final UploadOptions options = new UploadOptions();

    @Override
    public Integer call() throws Exception {
        List<String> named = this.files == null ? List.of() : this.files;
        if (named.isEmpty() && !this.resume) {
            throw this.options.usage("Name a file to store, or - for standard input.");
        }
        try (Uploads uploads = Uploads.open(this.options)) {
            if (this.resume) {
                uploads.resume();
            }
            for (String file : named) {
                if (this.recursive && Files.isDirectory(Path.of(file))) {
                    storeAll(uploads, Path.of(file));
                } else {
                    uploads.store(file);
                }
            }
        }
        return ExitCode.OK;
    }

    private static void storeAll(Uploads uploads, Path directory) throws Exception {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files =
                    found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .sorted()
                            .toList();
        } catch (UncheckedIOException unreadable) {
            throw FileProblems.reading(directory, Objects.requireNonNull(unreadable.getCause()));
        }
        for (Path file : files) {
            uploads.storeOfMany(file);
        }
    }
}
