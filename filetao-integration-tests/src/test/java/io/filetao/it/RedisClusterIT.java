package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileHealthReport;
import io.filetao.common.fixtures.RedisCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole network on a Redis Cluster of six servers, of which one primary dies. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RedisClusterIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Which shards a round looks at is chance; until each file had its turn takes many rounds. */
    private static final Duration MANY_ROUNDS = Duration.ofMinutes(4);

    @TempDir private Path directory;

    @Test
    void nothingAcknowledgedIsLostWhenAPrimaryDies() throws Exception {
        try (RedisCluster cluster = RedisCluster.start(this.directory.resolve("redis"), 3, 3);
                LocalNetwork network =
                        LocalNetwork.with(validators(1), miners(7))
                                .directory(this.directory.resolve("net"))
                                .redis(cluster.springProperties())
                                .start();
                User user = new User(network)) {
            Map<Cid, Path> stored = new LinkedHashMap<>();
            for (int i = 0; i < 8; i++) {
                store(user, i, stored);
            }
            assertThat(cluster.keys()).as("keys on every primary").allMatch(keys -> keys > 0);

            cluster.killPrimary(0);
            Instant failover = Instant.now();

            // The clients find the new primary by themselves; what was acknowledged before is
            // there, byte for byte.
            for (Map.Entry<Cid, Path> file : stored.entrySet()) {
                Path target = this.directory.resolve("target");
                await().atMost(LIMIT)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .untilAsserted(() -> {
                            user.retrieve(file.getKey(), target);
                            assertThat(Bytes.sha256(target))
                                    .isEqualTo(Bytes.sha256(file.getValue()));
                        });
            }
            await().atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        store(user, 100, stored);
                        return true;
                    });

            // Challenges go on and are recorded.
            for (Cid cid : stored.keySet()) {
                await().atMost(MANY_ROUNDS)
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> provenSince(user.health(cid), failover));
            }
            for (Cid cid : stored.keySet()) {
                user.delete(cid);
            }
        }
    }

    private void store(User user, int seed, Map<Cid, Path> stored) throws IOException {
        Path file = Bytes.file(this.directory.resolve("file" + seed), 200_000 + seed, seed);
        stored.put(user.store(file), file);
    }

    private static boolean provenSince(FileHealthReport health, Instant since) {
        return health.segments().stream()
                .flatMap(segment -> segment.shards().stream())
                .anyMatch(shard -> shard.lastProof() != null && shard.lastProof().isAfter(since));
    }
}
