package io.filetao.cli.node;

import io.filetao.validator.ValidatorApplication;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a validator. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a validator until it is stopped.",
        footer = "Every Spring property may be given beside these, as --key=value.")
final class ValidatorRunCommand extends NodeCommand {

    @Option(
            names = "--api.url",
            paramLabel = "URL",
            description =
                    "Address of this validator's API node, told to users who find the validator on the chain.")
    private @Nullable String apiUrl;

    @Override
    ConfigurableApplicationContext start(Map<String, Object> properties, String[] args) {
        return ValidatorApplication.start(properties, args);
    }

    @Override
    Map<String, Object> furtherProperties() {
        Map<String, Object> properties = new TreeMap<>();
        NodeOptions.put(properties, "filetao.validator.api.url", this.apiUrl);
        return properties;
    }

    @Override
    String redisDirectory() {
        return "validator";
    }
}
