package io.filetao.cli.connection;

import io.filetao.cli.filelist.FileListOption;
import io.filetao.cli.filelist.LocalFiles;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.wallet.Wallet;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that send or fetch a file have in common. */
public final class TransferOptions {

    @Mixin private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin private final FileListOption list = new FileListOption();

    @Option(
            names = "--stake_limit",
            paramLabel = "TAO",
            description = "Least stake of the validator behind the node (default: none).")
    private @Nullable BigDecimal stakeLimit;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            defaultValue = "~/.filetao/spool",
            description = "Where unfinished transfers wait to go on (default: ${DEFAULT-VALUE}).")
    private String spool = "~/.filetao/spool";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    /** Finds node and wallet; nothing is sent to the node and no key is opened yet. */
    public Connection connect() {
        return this.connection.open(this.stakeLimit);
    }

    /** Refuses a node whose validator has too little stake. */
    public void checkStake(FiletaoClient client) throws FiletaoClientException {
        StakeLimit.check(client, this.stakeLimit);
    }

    /** The user's own list of files. */
    public LocalFiles files() {
        return this.list.files();
    }

    /** Directory of unfinished transfers. */
    public Path spool() {
        return Wallet.path(this.spool);
    }

    /** Whether the result is for a program. */
    public boolean json() {
        return this.json;
    }

    /** Whether progress is not wanted. */
    public boolean quiet() {
        return this.quiet;
    }
}
