package io.filetao.cli.access;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands about bearer tokens. */
@Command(
        name = "access",
        description =
                "Issue, list and revoke the tokens with which curl, browsers and tools call an API node.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccessGrantCommand.class,
            AccessListCommand.class,
            AccessRevokeCommand.class
        })
public final class AccessCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }
}
