package io.filetao.common.index.redis;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.Locks;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every half minute, on one replica: brings derived data after records whose change nobody followed, as a crash leaves them. */
public final class OutboxChore implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxChore.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration OVERDUE = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int BATCH = 1000;

    private final RedisFileIndex index;
    private final Locks locks;
    private final ScheduledExecutorService timer;

    public OutboxChore(RedisFileIndex index, Locks locks) {
        this.index = index;
        this.locks = locks;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("outbox-chore").factory());
        this.timer.scheduleWithFixedDelay(
                this::run, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            this.locks
                    .tryAcquire("outbox", LEASE)
                    .ifPresent(lease -> {
                        try (lease) {
                            int followed = this.index.followOverdue(OVERDUE, BATCH);
                            if (followed > 0) {
                                LOGGER.info("Derived data caught up files={}", followed);
                            }
                        }
                    });
        } catch (IndexUnavailableException away) {
            LOGGER.debug("Redis is away; derived data is looked at again later", away);
        } catch (RuntimeException failure) {
            // A timer that throws never runs again.
            LOGGER.error("Derived data could not be brought after the records", failure);
        }
    }

    @Override
    public void close() {
        this.timer.shutdownNow();
    }
}
