package io.filetao.cli.chain;

import picocli.CommandLine.Command;

/** Commands about the local chain. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        description = "Run a local chain for development.",
        subcommands = {ChainRunCommand.class, ChainRegisterCommand.class})
public final class ChainCommand {}
