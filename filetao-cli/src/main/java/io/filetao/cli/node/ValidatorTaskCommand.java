package io.filetao.cli.node;

import io.filetao.cli.Logging;
import io.filetao.cli.connection.OwnRedis;
import io.filetao.validator.ValidatorApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * A command that does one thing with a validator's wallet and Redis, beside the validator that runs or while none does. It is no node
 * that others call: it announces nothing and runs no duty. Like the validator it uses the validator's own Redis unless one is named.
 */
abstract class ValidatorTaskCommand implements Callable<Integer> {

    @Mixin private NodeOptions options;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Unmatched private List<String> furtherArguments = new ArrayList<>();

    @Spec CommandSpec spec;

    /** Does it and answers the exit code. */
    abstract int run(ConfigurableApplicationContext validator) throws InterruptedException;

    /** Properties that this command wants. */
    abstract Map<String, Object> furtherProperties();

    @Override
    public final Integer call() throws InterruptedException {
        SpringProperties given = new SpringProperties(this.furtherArguments);
        String[] arguments = given.checked(this.spec);
        Map<String, Object> properties = new HashMap<>();
        // Its own directory: the log of events belongs to one program. As text, since other
        // properties refer to it.
        properties.put(
                "filetao.validator.directory",
                Path.of(System.getProperty("user.home"), ".filetao", "validator-command")
                        .toString());
        properties.put("filetao.axon.announce", "false");
        properties.put("filetao.validator.scheduled", "false");
        properties.put("server.address", "127.0.0.1");
        properties.putAll(furtherProperties());
        properties.putAll(this.options.properties());
        properties.put("server.port", "0");
        Logging.keep();
        if (NodeCommand.namesRedis(properties, given)) {
            return run(properties, arguments);
        }
        try (OwnRedis redis = OwnRedis.open(mayBeginAnew())) {
            properties.putAll(redis.properties());
            return run(properties, arguments);
        }
    }

    /** Whether it makes sense on an empty Redis. */
    boolean mayBeginAnew() {
        return false;
    }

    private int run(Map<String, Object> properties, String[] arguments)
            throws InterruptedException {
        try (ConfigurableApplicationContext validator =
                ValidatorApplication.start(properties, arguments)) {
            return run(validator);
        }
    }
}
