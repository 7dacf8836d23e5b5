package io.filetao.cli.node;

import io.filetao.miner.MinerApplication;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/** Runs a miner. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a miner until it is stopped.",
        footer = "Every Spring property may be given beside these, as --key=value.")
final class MinerRunCommand extends NodeCommand {

    @Override
    ConfigurableApplicationContext start(Map<String, Object> properties, String[] args) {
        return MinerApplication.start(properties, args);
    }

    @Override
    String redisDirectory() {
        return "miner";
    }
}
