package io.filetao.cli.node;

import io.filetao.api.ApiApplication;
import io.filetao.cli.CommandException;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs an API node. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run an API node until it is stopped.",
            "It shares the validator's wallet and Redis; on the validator's machine it finds that Redis by itself."
        },
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

    /** The index is the validator's: a server of the API's own would know no file. */
    @Override
    Map<String, Object> redis(Path directory) {
        return EmbeddedRedis.running(directory)
                .orElseThrow(() ->
                        new CommandException(
                                "No validator runs on this machine whose Redis this API node could share; start 'filetao validator"
                                        + " run' first, or name the validator's Redis with --database.host, --database.port and"
                                        + " FILETAO_DATABASE_REDIS_PASSWORD."));
    }

    @Override
    Map<String, Object> furtherProperties() {
        return this.apiOptions.properties();
    }
}
