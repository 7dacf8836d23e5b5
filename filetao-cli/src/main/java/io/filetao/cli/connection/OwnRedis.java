package io.filetao.cli.connection;

import io.filetao.cli.CommandException;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;

/**
 * The Redis server that this machine's validator has for itself: the one that it runs or, while the validator is stopped, one on
 * the same directory that ends when this is closed.
 *
 * @param properties {@code spring.data.redis} properties that lead to it
 * @param started the server, when it was started for this
 */
public record OwnRedis(Map<String, Object> properties, @Nullable EmbeddedRedis started)
        implements AutoCloseable {

    private static final String PREFIX = "spring.data.redis.";

    /** Where a program's own server is, by the program's name. */
    public static Path directory(String program) {
        return Path.of(System.getProperty("user.home"), ".filetao", program, "redis");
    }

    /**
     * Opens the validator's.
     *
     * @param mayBeNew whether an empty one is made when there is none
     * @throws CommandException when there is none
     */
    public static OwnRedis open(boolean mayBeNew) {
        Path directory = directory("validator");
        if (!mayBeNew && !Files.isDirectory(directory)) {
            throw new CommandException(
                    "No validator has a Redis of its own in %s; name the validator's Redis with --database.host, --database.port and FILETAO_DATABASE_REDIS_PASSWORD."
                            .formatted(directory));
        }
        return EmbeddedRedis.running(directory)
                .map(running -> new OwnRedis(running, null))
                .orElseGet(() -> {
                    EmbeddedRedis started = EmbeddedRedis.start(directory);
                    return new OwnRedis(started.springProperties(), started);
                });
    }

    /** As a connection wants it. */
    public RedisConfiguration configuration() {
        return RedisServers.single(
                String.valueOf(this.properties.get(PREFIX + "host")),
                Integer.parseInt(String.valueOf(this.properties.get(PREFIX + "port"))),
                0,
                String.valueOf(this.properties.get(PREFIX + "password")));
    }

    @Override
    public String toString() {
        return "OwnRedis[started=" + (this.started != null) + "]";
    }

    @Override
    public void close() {
        if (this.started != null) {
            this.started.close();
        }
    }
}
