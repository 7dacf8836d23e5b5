package io.filetao.cli.node;

import picocli.CommandLine.Command;

/** Commands about validators. */
@Command(
        name = "validator",
        mixinStandardHelpOptions = true,
        description = "Run a validator.",
        subcommands = ValidatorRunCommand.class)
public final class ValidatorCommand {}
