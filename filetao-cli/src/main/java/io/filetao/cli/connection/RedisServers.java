package io.filetao.cli.connection;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Redis servers that a command works on by itself, without a node in between. */
public final class RedisServers {

    /** A command is large where whole rows are rewritten; a server that needs longer has stopped. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private RedisServers() {}

    /** A single server; {@code password} may be empty or missing. */
    public static RedisConfiguration single(
            String host, int port, int index, @Nullable String password) {
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(host, port);
        server.setDatabase(index);
        if (password != null && !password.isEmpty()) {
            server.setPassword(password);
        }
        return server;
    }

    /** A cluster, by host and port of some of its nodes; {@code password} may be empty or missing. */
    public static RedisConfiguration cluster(List<String> nodes, @Nullable String password) {
        RedisClusterConfiguration servers = new RedisClusterConfiguration(nodes);
        if (password != null && !password.isEmpty()) {
            servers.setPassword(password);
        }
        return servers;
    }

    /**
     * Does some work over a connection of its own, which is closed afterwards.
     *
     * @throws org.springframework.dao.DataAccessException when the servers do not answer
     */
    public static <T> T with(RedisConfiguration servers, Function<StringRedisTemplate, T> work) {
        LettuceClientConfiguration client =
                LettuceClientConfiguration.builder().commandTimeout(TIMEOUT).build();
        LettuceConnectionFactory connections =
                servers instanceof RedisClusterConfiguration cluster
                        ? new LettuceConnectionFactory(cluster, client)
                        : new LettuceConnectionFactory(
                                (RedisStandaloneConfiguration) servers, client);
        connections.afterPropertiesSet();
        connections.start();
        try {
            return work.apply(new StringRedisTemplate(connections));
        } finally {
            connections.destroy();
        }
    }
}
