package io.filetao.cli.node;

import picocli.CommandLine.Command;

/** Commands about API nodes. */
@Command(
        name = "api",
        mixinStandardHelpOptions = true,
        description = "Run an API node, and check whether one works.",
        subcommands = {ApiRunCommand.class, ApiCheckCommand.class})
public final class ApiCommand {}
