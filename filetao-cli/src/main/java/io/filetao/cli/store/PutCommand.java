package io.filetao.cli.store;

import java.util.List;
import java.util.concurrent.Callable;
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
            "Prints each file's identifier, alone, on standard output."
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
                uploads.store(file);
            }
        }
        return ExitCode.OK;
    }
}
