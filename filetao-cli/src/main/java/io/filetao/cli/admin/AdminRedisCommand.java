package io.filetao.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups the commands about a Redis server's settings. */
@Command(
        name = "redis",
        description = "Check a Redis server and its settings, or make these safe.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {RedisCheckCommand.class, RedisTestCommand.class, RedisSecureCommand.class})
final class AdminRedisCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        this.spec.commandLine().usage(this.spec.commandLine().getOut());
    }
}
