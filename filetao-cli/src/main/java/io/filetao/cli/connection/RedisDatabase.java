package io.filetao.cli.connection;

import io.filetao.cli.CommandException;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.RedisConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import picocli.CommandLine.Option;

/** The database that a command works on by itself, without a node in between. */
public final class RedisDatabase {

    @Option(
            names = {"--database_host", "--database.host"},
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "Host of Redis (default: ${DEFAULT-VALUE}).")
    private String host = "localhost";

    @Option(
            names = {"--database_port", "--database.port"},
            paramLabel = "PORT",
            defaultValue = "6379",
            description = "Port of Redis (default: ${DEFAULT-VALUE}).")
    private int port = 6379;

    @Option(
            names = {"--index", "--database_index", "--database.index"},
            paramLabel = "INDEX",
            description = "Number of the database (default: 0).")
    private @Nullable Integer index;

    @Option(
            names = "--database.cluster",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "Some nodes of a Redis Cluster, instead of host, port and database.")
    private List<String> cluster = List.of();

    @Option(
            names = {"--redis_password", "--database.redis_password"},
            paramLabel = "PASSWORD",
            description =
                    "Password of Redis; FILETAO_DATABASE_REDIS_PASSWORD or REDIS_PASSWORD keeps it"
                            + " out of the process list.")
    private @Nullable String password;

    @Option(
            names = {"--redis_conf_path", "--conf"},
            paramLabel = "FILE",
            defaultValue = "/etc/redis/redis.conf",
            description =
                    "Where the password stands when it is not given (default: ${DEFAULT-VALUE}).")
    private Path conf = Path.of("/etc/redis/redis.conf");

    @Option(
            names = "--database.own",
            description =
                    "The Redis that this machine's validator has for itself, instead of host, port"
                            + " and password; started for this command while the validator is"
                            + " stopped.")
    private boolean own;

    /** Whether a database was named, for a command that may ask a node instead. */
    public boolean isNamed() {
        return this.index != null || !this.cluster.isEmpty() || this.own;
    }

    /**
     * Opens the database for some work.
     *
     * @throws CommandException when it does not answer
     */
    public <T> T with(Function<StringRedisTemplate, T> work) {
        return with(false, work);
    }

    /** The same for work that fills an empty database, so that the validator's own Redis may not be there yet. */
    public <T> T withNew(Function<StringRedisTemplate, T> work) {
        return with(true, work);
    }

    private <T> T with(boolean mayBeNew, Function<StringRedisTemplate, T> work) {
        if (!this.own) {
            return on(
                    this.cluster.isEmpty()
                            ? RedisServers.single(this.host, this.port, number(), secret())
                            : RedisServers.cluster(this.cluster, secret()),
                    work);
        }
        try (OwnRedis redis = OwnRedis.open(mayBeNew)) {
            return on(redis.configuration(), work);
        }
    }

    private <T> T on(RedisConfiguration servers, Function<StringRedisTemplate, T> work) {
        try {
            return RedisServers.with(servers, work);
        } catch (IndexUnavailableException | DataAccessException away) {
            throw new CommandException(
                    "Redis at %s does not answer or refuses; check host, port and password, and run this again: it goes on where it stopped."
                            .formatted(this),
                    away);
        }
    }

    @Override
    public String toString() {
        if (this.own) {
            return "the validator's own Redis";
        }
        return this.cluster.isEmpty()
                ? this.host + ":" + this.port + "/" + number()
                : String.join(",", this.cluster);
    }

    private int number() {
        return this.index == null ? 0 : this.index;
    }

    private String secret() {
        if (this.password != null) {
            return this.password;
        }
        String exported = System.getenv("REDIS_PASSWORD");
        if (exported != null) {
            return exported;
        }
        try {
            return Files.isReadable(this.conf) ? RedisConf.read(this.conf).password() : "";
        } catch (IOException unreadable) {
            throw new CommandException(
                    this.conf + " cannot be read; give the password with --redis_password.",
                    unreadable);
        }
    }
}
