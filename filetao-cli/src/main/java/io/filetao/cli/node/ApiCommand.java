package io.filetao.cli.node;

import picocli.CommandLine.Command;

/** Commands about API nodes. */
@Command(
        name = "api",
        mixinStandardHelpOptions = true,
        description = "Run an API node.",
        subcommands = ApiRunCommand.class)
public final class ApiCommand {}
