package io.filetao.cli.chain;

import picocli.CommandLine.Command;

/** Commands about the chain. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        description = "Look at the chain, take a place on it, or run a local one.",
        subcommands = {
            ChainStatusCommand.class,
            ChainMetagraphCommand.class,
            ChainRegisterCommand.class,
            ChainRunCommand.class
        })
public final class ChainCommand {}
