package io.filetao.cli.filelist;

import picocli.CommandLine.Option;

/** Where the list of the user's files is; for every command that reads or writes it. */
public final class FileListOption {

    private static final String DEFAULT = "~/.bittensor/hashes";

    @Option(
            names = "--hash_basepath",
            paramLabel = "DIR",
            defaultValue = DEFAULT,
            description = "Where the list of your files is kept (default: ${DEFAULT-VALUE}).")
    private String directory = DEFAULT;

    /** The lists in that directory. */
    public LocalFiles files() {
        return new LocalFiles(this.directory);
    }
}
