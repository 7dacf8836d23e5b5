package io.filetao.cli.node;

import io.filetao.dashboard.DashboardApplication;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/** Runs the dashboard. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the dashboard until it is stopped.",
        footer = "Every Spring property may be given beside these, as --key=value.")
final class DashboardRunCommand extends NodeCommand {

    @Override
    ConfigurableApplicationContext start(Map<String, Object> properties, String[] args) {
        return DashboardApplication.start(properties, args);
    }

    @Override
    String redisDirectory() {
        return "";
    }
}
