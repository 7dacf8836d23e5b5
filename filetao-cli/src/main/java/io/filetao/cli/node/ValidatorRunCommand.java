package io.filetao.cli.node;

import io.filetao.validator.ValidatorApplication;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/** Runs a validator. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a validator until it is stopped.",
        footer = "Every Spring property may be given beside these, as --key=value.")
final class ValidatorRunCommand extends NodeCommand {

    @Override
    ConfigurableApplicationContext start(Map<String, Object> properties, String[] args) {
        return ValidatorApplication.start(properties, args);
    }

    @Override
    String redisDirectory() {
        return "validator";
    }
}
