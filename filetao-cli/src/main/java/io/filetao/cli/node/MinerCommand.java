package io.filetao.cli.node;

import picocli.CommandLine.Command;

/** Commands about miners. */
@Command(
        name = "miner",
        mixinStandardHelpOptions = true,
        description = "Run a miner.",
        subcommands = MinerRunCommand.class)
public final class MinerCommand {}
