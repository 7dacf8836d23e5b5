package io.filetao.cli.node;

import io.filetao.cli.Logging;
import io.filetao.cli.ParentWatch;
import io.filetao.cli.connection.OwnRedis;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs one program in this JVM until it is told to stop. Every Spring property may be given as {@code --key=value}. */
abstract class NodeCommand implements Callable<Integer> {

    @Mixin private NodeOptions options;

    @Unmatched private List<String> furtherArguments = new ArrayList<>();

    @Spec private CommandSpec spec;

    /** Starts the program. */
    abstract ConfigurableApplicationContext start(Map<String, Object> properties, String[] args);

    /** Directory of the Redis server that is used when none is named; empty for a program without Redis. */
    abstract String redisDirectory();

    /** Properties of options that only this program has. */
    Map<String, Object> furtherProperties() {
        return Map.of();
    }

    @Override
    public final Integer call() throws InterruptedException {
        SpringProperties given = new SpringProperties(this.furtherArguments);
        String[] arguments = given.checked(this.spec);
        Logging.toConsole();
        ParentWatch.startIfAsked();
        Map<String, Object> properties = new HashMap<>(this.options.properties());
        properties.putAll(furtherProperties());
        if (!redisDirectory().isEmpty() && !namesRedis(properties, given)) {
            properties.putAll(redis(OwnRedis.directory(redisDirectory())));
        }
        CountDownLatch closed = new CountDownLatch(1);
        ConfigurableApplicationContext program = start(properties, arguments);
        program.addApplicationListener(
                (ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
        closed.await();
        return CommandLine.ExitCode.OK;
    }

    /** The Redis server to use when none is named, by default one of the program's own. */
    Map<String, Object> redis(Path directory) {
        EmbeddedRedis redis = EmbeddedRedis.start(directory);
        // Handlers run when every program of this JVM has been closed.
        SpringApplication.getShutdownHandlers().add(redis::close);
        return redis.springProperties();
    }

    /** Whether anything says which Redis is meant. */
    static boolean namesRedis(Map<String, Object> properties, SpringProperties given) {
        return properties.keySet().stream().anyMatch(key -> key.startsWith("spring.data.redis."))
                || given.names("spring.data.redis.");
    }
}
