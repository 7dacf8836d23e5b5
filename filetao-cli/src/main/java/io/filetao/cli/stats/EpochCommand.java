package io.filetao.cli.stats;

import picocli.CommandLine.Command;

/** Commands about rounds. */
@Command(
        name = "epoch",
        mixinStandardHelpOptions = true,
        description = "See whom a round may ask.",
        subcommands = EpochSelectCommand.class)
public final class EpochCommand {}
