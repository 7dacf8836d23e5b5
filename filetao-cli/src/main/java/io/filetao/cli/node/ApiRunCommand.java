package io.filetao.cli.node;

import io.filetao.api.ApiApplication;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs an API node. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run an API node until it is stopped.",
        footer = "Every Spring property may be given beside these, as --key=value.")
final class ApiRunCommand extends NodeCommand {

    @Mixin private ApiOptions apiOptions;

    @Override
    ConfigurableApplicationContext start(Map<String, Object> properties, String[] args) {
        return ApiApplication.start(properties, args);
    }

    @Override
    String redisDirectory() {
        return "validator";
    }

    @Override
    Map<String, Object> furtherProperties() {
        return this.apiOptions.properties();
    }
}
