package io.filetao.api.limit;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts each caller's requests in Redis, over all replicas. Calls block. */
@Component
final class RequestRate {

    private static final LuaScript TAKE = LuaScript.named("take-request");
    private static final long SECOND_IN_MICROS = 1_000_000;

    private final RedisCalls redis;
    private final Keyspace keys;
    private final LimitProperties limits;

    RequestRate(RedisCalls redis, Keyspace keys, LimitProperties limits) {
        this.redis = redis;
        this.keys = keys;
        this.limits = limits;
    }

    /** How long the caller's next request has to wait; zero when it is counted and may pass. */
    Duration take(String caller) {
        if (this.limits.requestsPerSecond() == 0) {
            return Duration.ZERO;
        }
        long micros =
                this.redis.runForNumber(
                        TAKE,
                        List.of(this.keys.rate(caller)),
                        RedisCalls.bytes(SECOND_IN_MICROS / this.limits.requestsPerSecond()),
                        RedisCalls.bytes(Math.max(1, this.limits.burst())));
        return Duration.ofNanos(micros * 1000);
    }
}
