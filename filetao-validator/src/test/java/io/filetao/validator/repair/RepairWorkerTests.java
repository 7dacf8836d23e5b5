package io.filetao.validator.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.RepairQueue;
import io.filetao.common.wallet.Ss58Address;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.util.unit.DataSize;

/** What goes wrong in one job ends neither the worker nor the other jobs. */
@ExtendWith(RedisServerExtension.class)
class RepairWorkerTests {

    private static final RepairProperties ONE_WORKER =
            new RepairProperties(
                    true,
                    1,
                    DataSize.ofMegabytes(1),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(5),
                    Duration.ofMillis(5),
                    1,
                    0.2);

    private final List<Ss58Address> miners = FileRecords.seeded(6).miners(3);
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void workWhenAJobThrowsAnErrorGoesOnWithTheOthersAndTriesItAgain(RedisServer server) {
        RedisCalls redis = new RedisCalls(server.template());
        Keyspace keys = new Keyspace(server.prefix());
        FileIndex index = new RedisFileIndex(redis, keys);
        RepairQueue queue = new RepairQueue(redis, keys, InstantSource.system());
        Predicate<Ss58Address> registered = this::isBackAfterAnError;
        RepairTriggers triggers = new RepairTriggers(queue, index, registered, Duration.ZERO);
        this.miners.forEach(triggers::minerGone);
        try (RepairWorker worker =
                new RepairWorker(
                        queue,
                        triggers,
                        null,
                        index,
                        null,
                        registered,
                        cid -> {},
                        null,
                        ONE_WORKER,
                        ObservationRegistry.NOOP)) {
            worker.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> queue.sizes().equals(new RepairQueue.Sizes(0, 0, 0)));
        }
        assertThat(this.failures).hasValue(3);
    }

    /** One of the miners cannot be looked up at first, as where a class or memory is missing. */
    private boolean isBackAfterAnError(Ss58Address miner) {
        if (miner.equals(this.miners.getFirst()) && this.failures.incrementAndGet() < 3) {
            throw new NoClassDefFoundError("not there yet");
        }
        return true;
    }
}
