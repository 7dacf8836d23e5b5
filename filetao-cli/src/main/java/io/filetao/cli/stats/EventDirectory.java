package io.filetao.cli.stats;

import io.filetao.cli.CommandException;
import io.filetao.common.event.EventFiles;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a validator's log of events is. */
final class EventDirectory {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = {
                "A validator's directory, or its directory of events; once for each replica.",
                "Default: ~/.filetao/validator, or that of the local network."
            })
    private List<String> directories = new ArrayList<>();

    /**
     * The directories with the files.
     *
     * @throws CommandException when there is no log
     */
    List<Path> logs() throws IOException {
        List<String> chosen =
                this.directories.isEmpty()
                        ? List.of("~/.filetao/validator", "~/.filetao/localnet/validator")
                        : this.directories;
        List<Path> found = new ArrayList<>();
        for (String text : chosen) {
            Path directory = Wallet.path(text);
            for (Path candidate : List.of(directory.resolve("events"), directory)) {
                if (!EventFiles.in(candidate).isEmpty()) {
                    found.add(candidate);
                    break;
                }
            }
        }
        if (found.isEmpty() || (!this.directories.isEmpty() && found.size() < chosen.size())) {
            throw new CommandException(
                    "There is no log of events in "
                            + String.join(" or ", chosen)
                            + "; name a validator's directory with --directory DIR.");
        }
        // Without a choice the first that exists is meant, not a mixture of two networks.
        return this.directories.isEmpty() ? List.of(found.getFirst()) : found;
    }
}
