package io.filetao.cli.retrieve;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a file back: the short spelling. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = {
            "Bring a file back, decrypted with your coldkey.",
            "Without -o it gets the name that it was stored under, in the current directory."
        },
        footer = {"", "Example: filetao get bafkrei… -o notes.txt"})
public final class GetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CID", description = "Identifier that the upload printed.")
    private String cid = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it: a file, a directory, or - for standard output.")
    private @Nullable String output;

    @Option(
            names = {"-f", "--force"},
            description = "Replace a file of the same name.")
    private boolean force;

    @Mixin private final DownloadOptions options = new DownloadOptions();

    @Override
    public Integer call() throws Exception {
        new Download(this.options)
                .run(
                        this.cid,
                        name ->
                                this.output == null
                                        ? new Destination.Plain(Path.of(name), this.force)
                                        : Destination.named(this.output, name, this.force));
        return ExitCode.OK;
    }
}
