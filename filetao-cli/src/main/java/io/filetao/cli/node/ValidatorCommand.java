package io.filetao.cli.node;

import io.filetao.cli.stats.ValidatorReplayCommand;
import picocli.CommandLine.Command;

/** Commands about validators. */
@Command(
        name = "validator",
        mixinStandardHelpOptions = true,
        description = "Run a validator, check its scores, and look after its data.",
        subcommands = {
            ValidatorRunCommand.class,
            ValidatorReplayCommand.class,
            ValidatorRepairCommand.class,
            ValidatorReindexCommand.class
        })
public final class ValidatorCommand {}
