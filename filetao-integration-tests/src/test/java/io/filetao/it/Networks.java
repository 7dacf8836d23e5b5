package io.filetao.it;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.fixtures.RedisCluster;
import io.filetao.common.fixtures.RedisServerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Networks for tests, on a Redis server of their own or, where {@value RedisServerExtension#KIND} is {@code cluster}, on a Redis Cluster of
 * six servers. All networks of a test class share its cluster, so that one that is started again finds its data; it ends with this JVM.
 */
final class Networks {

    private static final Map<Class<?>, RedisCluster> CLUSTERS = new ConcurrentHashMap<>();
    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Networks() {}

    /** As {@link LocalNetwork#with}. */
    static LocalNetwork.Builder with(
            LocalNetwork.Validators validators, LocalNetwork.Miners miners) {
        LocalNetwork.Builder network = LocalNetwork.with(validators, miners);
        return RedisServerExtension.wantsCluster()
                ? network.redis(cluster(WALKER.getCallerClass()).springProperties())
                : network;
    }

    private static RedisCluster cluster(Class<?> test) {
        return CLUSTERS.computeIfAbsent(
                test,
                _ -> {
                    try {
                        System.out.println("The network runs on a Redis Cluster of six servers");
                        // Lives as long as the JVM, so it lies where the build cleans.
                        Path directory =
                                Files.createDirectories(Path.of("target", "redis-clusters"));
                        return RedisCluster.start(
                                Files.createTempDirectory(directory, "cluster"), 3, 3);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
    }
}
