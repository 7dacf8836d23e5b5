package io.filetao.cli.store;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stores a file: the long spelling. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = "Encrypt a file under your coldkey and store it; prints its identifier.",
        footer = {"", "Example: filetao store put --filepath notes.txt --wallet.name mine"})
final class StorePutCommand implements Callable<Integer> {

    @Option(
            names = "--filepath",
            paramLabel = "FILE",
            required = true,
            description = "File to store; - is standard input.")
    private String file = "";

    @Mixin private final UploadOptions options = new UploadOptions();

    @Override
    public Integer call() throws Exception {
        try (Uploads uploads = Uploads.open(this.options)) {
            uploads.store(this.file);
        }
        return ExitCode.OK;
    }
}
