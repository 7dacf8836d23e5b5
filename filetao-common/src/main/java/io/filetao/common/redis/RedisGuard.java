package io.filetao.common.redis;

import io.filetao.common.index.IndexUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Looks at a Redis server before anything is trusted to it: it must ask for a password, keep an append-only file that is synced on every
 * write, and never evict.
 */
public final class RedisGuard {

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisGuard.class);

    private final RedisCalls redis;
    private final boolean allowUnsafe;

    /** @param allowUnsafe whether to warn only, because somebody knows what they do */
    public RedisGuard(RedisCalls redis, boolean allowUnsafe) {
        this.redis = redis;
        this.allowUnsafe = allowUnsafe;
    }

    /**
     * Looks at every node.
     *
     * @throws UnsafeRedisException when one is not set up safely and that is not allowed
     * @throws IndexUnavailableException when there is no answer
     */
    public void check() {
        List<String> problems = this.redis.call(RedisGuard::problems);
        if (problems == null || problems.isEmpty()) {
            return;
        }
        if (!this.allowUnsafe) {
            throw new UnsafeRedisException(problems);
        }
        LOGGER.warn("Redis is not set up safely, which is allowed here: {}", problems);
    }

    private static List<String> problems(RedisConnection connection) {
        List<String> problems = new ArrayList<>();
        try {
            if (!asksForPassword(connection)) {
                problems.add("it asks for no password (requirepass)");
            }
            if (!setting(connection, "appendonly").equals(Set.of("yes"))) {
                problems.add("it keeps no append-only file (appendonly yes)");
            } else if (!setting(connection, "appendfsync").equals(Set.of("always"))) {
                problems.add(
                        "it answers before what was written is on the disk (appendfsync always)");
            }
            if (evicts(connection)) {
                problems.add(
                        "it throws data away when its memory is full (maxmemory-policy noeviction)");
            }
        } catch (DataAccessException failure) {
            if (!isRefusal(failure)) {
                throw failure;
            }
            problems.add("it does not let its settings be read (CONFIG GET)");
        }
        return problems;
    }

    /** The access list is the truth where it can be seen; the older setting of one password shows in it too. */
    private static boolean asksForPassword(RedisConnection connection) {
        String defaultUser = defaultUser(connection);
        return defaultUser == null
                ? setting(connection, "requirepass").stream().noneMatch(String::isEmpty)
                : defaultUser.contains(" off ") || !defaultUser.contains(" nopass ");
    }

    /** The rules of the user that a stranger is; null when the access list may not be read. */
    private static @Nullable String defaultUser(RedisConnection connection) {
        try {
            Object users = RedisCalls.await(RedisCalls.shared(connection).aclList());
            return users instanceof List<?> lines
                    ? lines.stream()
                            .map(String::valueOf)
                            .filter(user -> user.startsWith("user default "))
                            .findFirst()
                            .orElse(null)
                    : null;
        } catch (DataAccessException failure) {
            if (!isRefusal(failure)) {
                throw failure;
            }
            return null;
        }
    }

    private static boolean evicts(RedisConnection connection) {
        return !setting(connection, "maxmemory").equals(Set.of("0"))
                && !setting(connection, "maxmemory-policy").equals(Set.of("noeviction"));
    }

    /** The values that a setting has on the nodes; on a cluster each name carries its node in front. */
    private static Set<String> setting(RedisConnection connection, String name) {
        Properties values = connection.serverCommands().getConfig(name);
        return values == null
                ? Set.of("")
                : values.stringPropertyNames().stream()
                        .filter(key -> key.equals(name) || key.endsWith("." + name))
                        .map(values::getProperty)
                        .collect(Collectors.toSet());
    }

    private static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("NOPERM") || message.startsWith("ERR unknown command")) {
                return true;
            }
        }
        return false;
    }
}
