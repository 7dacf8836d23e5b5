package io.filetao.cli.wallet;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands for keys. */
@Command(
        name = "wallet",
        description = "Create, list, show and import wallets.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            WalletNewCommand.class,
            WalletListCommand.class,
            WalletShowCommand.class,
            WalletImportCommand.class,
            WalletCertifyCommand.class
        })
public final class WalletCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }
}
