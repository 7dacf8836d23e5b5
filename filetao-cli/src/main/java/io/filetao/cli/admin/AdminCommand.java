package io.filetao.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands for whoever looks after a node. */
@Command(
        name = "admin",
        description = "Look after a node.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            MigrateDirectoryCommand.class,
            MigrateSchemaCommand.class,
            CleanSchemaCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AdminRedisCommand.class
        })
public final class AdminCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }
}
