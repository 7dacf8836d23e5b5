package io.filetao.cli.retrieve;

import io.filetao.common.wallet.Wallet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a file back: the long spelling. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Bring a file back, decrypted with your coldkey.",
        footer = {
            "",
            "Example: filetao retrieve get --data_hash bafkrei… --storage_basepath ./retrieved"
        })
final class RetrieveGetCommand implements Callable<Integer> {

    @Option(
            names = {"--data_hash", "--cid"},
            paramLabel = "CID",
            required = true,
            description = "Identifier that the upload printed.")
    private String cid = "";

    @Option(
            names = "--storage_basepath",
            paramLabel = "DIR",
            defaultValue = "~/.bittensor/storage",
            description =
                    "Directory that gets the file under its own name (default: ${DEFAULT-VALUE}).")
    private String directory = "~/.bittensor/storage";

    @Mixin private final DownloadOptions options = new DownloadOptions();

    @Override
    public Integer call() throws Exception {
        new Download(this.options)
                .run(
                        this.cid,
                        name -> {
                            Path target = Files.createDirectories(Wallet.path(this.directory));
                            return new Destination.Plain(target.resolve(name), true);
                        });
        return ExitCode.OK;
    }
}
