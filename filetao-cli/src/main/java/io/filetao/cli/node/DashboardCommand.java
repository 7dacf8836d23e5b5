package io.filetao.cli.node;

import picocli.CommandLine.Command;

/** Commands about the dashboard. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = "Run the dashboard.",
        subcommands = DashboardRunCommand.class)
public final class DashboardCommand {}
