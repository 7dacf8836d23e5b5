package io.filetao.cli.node;

import io.filetao.cli.stats.MinerExplainCommand;
import io.filetao.cli.stats.MinerStatsCommand;
import picocli.CommandLine.Command;

/** Commands about miners. */
@Command(
        name = "miner",
        mixinStandardHelpOptions = true,
        description = "Run a miner, and see how miners do.",
        subcommands = {MinerRunCommand.class, MinerStatsCommand.class, MinerExplainCommand.class})
public final class MinerCommand {}
