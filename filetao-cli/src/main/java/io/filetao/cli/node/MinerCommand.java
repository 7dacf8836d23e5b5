package io.filetao.cli.node;

import io.filetao.cli.stats.MinerExplainCommand;
import io.filetao.cli.stats.MinerStatsCommand;
import picocli.CommandLine.Command;

/** Commands about miners. */
@Command(
        name = "miner",
        mixinStandardHelpOptions = true,
        description = "Run a miner, see how miners do, and take leave.",
        subcommands = {
            MinerRunCommand.class,
            MinerStatsCommand.class,
            MinerExplainCommand.class,
            MinerExitCommand.class
        })
public final class MinerCommand {}
