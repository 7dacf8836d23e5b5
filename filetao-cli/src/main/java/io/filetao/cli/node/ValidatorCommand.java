package io.filetao.cli.node;

import io.filetao.cli.stats.ValidatorReplayCommand;
import picocli.CommandLine.Command;

/** Commands about validators. */
@Command(
        name = "validator",
        mixinStandardHelpOptions = true,
        description = "Run a validator, and check its scores.",
        subcommands = {ValidatorRunCommand.class, ValidatorReplayCommand.class})
public final class ValidatorCommand {}
