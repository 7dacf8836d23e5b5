package io.filetao.common.autoconfigure;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisGuard;
import io.filetao.common.redis.SchemaVersion;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Redis, which may come up later than the program, and checks it. */
final class RedisStart {

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisStart.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final RedisGuard guard;
    private final SchemaVersion schema;
    private final Duration limit;

    RedisStart(RedisCalls redis, Keyspace keys, RedisProperties properties) {
        this.guard = new RedisGuard(redis, properties.allowUnsafe());
        this.schema = new SchemaVersion(redis, keys);
        this.limit = properties.startTimeout();
    }

    void check() {
        long deadline = System.nanoTime() + this.limit.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                this.guard.check();
                this.schema.check();
                return;
            } catch (IndexUnavailableException away) {
                if (System.nanoTime() > deadline) {
                    throw away;
                }
                if (attempt == 1) {
                    LOGGER.info("Waiting up to {} s for Redis", this.limit.toSeconds());
                }
                pause(away);
            }
        }
    }

    private static void pause(IndexUnavailableException away) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw away;
        }
    }
}
