package io.filetao.cli.retrieve;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands that bring files back. */
@Command(
        name = "retrieve",
        description = "Bring files back, or list them (short: filetao get, filetao ls).",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {RetrieveGetCommand.class, RetrieveListCommand.class})
public final class RetrieveCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }
}
