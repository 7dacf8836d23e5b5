package io.filetao.cli.localnet;

import io.filetao.cli.connection.RedisServers;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.connection.RedisConfiguration;

/**
 * Where the Redis of a local network is.
 *
 * @param nodes host and port of the server, or of a cluster's nodes
 * @param cluster whether it is a cluster
 */
record RedisAddress(List<String> nodes, boolean cluster, String password) {

    private static final String PREFIX = "spring.data.redis.";

    /** Reads it from {@code spring.data.redis} properties. */
    static RedisAddress of(Map<String, Object> springProperties) {
        String password = text(springProperties, "password");
        String nodes = text(springProperties, "cluster.nodes");
        return nodes.isEmpty()
                ? new RedisAddress(
                        List.of(
                                text(springProperties, "host")
                                        + ":"
                                        + text(springProperties, "port")),
                        false,
                        password)
                : new RedisAddress(List.of(nodes.split(",")), true, password);
    }

    /** As a client of a single server wants it; of a cluster its first node. */
    String url() {
        return "redis://:" + this.password + "@" + this.nodes.getFirst();
    }

    /** As a connection wants it. */
    RedisConfiguration configuration() {
        if (this.cluster) {
            return RedisServers.cluster(this.nodes, this.password);
        }
        int colon = this.nodes.getFirst().lastIndexOf(':');
        return RedisServers.single(
                this.nodes.getFirst().substring(0, colon),
                Integer.parseInt(this.nodes.getFirst().substring(colon + 1)),
                0,
                this.password);
    }

    @Override
    public String toString() {
        return "RedisAddress" + this.nodes;
    }

    private static String text(Map<String, Object> properties, String name) {
        return String.valueOf(properties.getOrDefault(PREFIX + name, ""));
    }
}
