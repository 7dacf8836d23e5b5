package io.filetao.cli.file;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands about one file. */
@Command(
        name = "file",
        description = "See how well a file stands, or get its proofs.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {FileHealthCommand.class, FileProveCommand.class})
public final class FileCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }
}
