package io.filetao.api.limit;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Counts the transfers that each caller has going on, over all replicas. Each is a lease in Redis that this node renews while the
 * transfer lasts, so that those of a node that died end by themselves. Calls block.
 */
@Component
final class StreamLeases implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLeases.class);
    private static final LuaScript OPEN = LuaScript.named("open-stream");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration RENEWAL = Duration.ofSeconds(20);

    private final RedisCalls redis;
    private final Keyspace keys;
    private final int most;
    private final Map<String, String> callers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService renewal =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("stream-leases").factory());

    StreamLeases(RedisCalls redis, Keyspace keys, LimitProperties limits) {
        this.redis = redis;
        this.keys = keys;
        this.most = limits.streams();
        this.renewal.scheduleWithFixedDelay(
                this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes a place for a transfer; answers its id, or nothing when the caller has none left. */
    Optional<String> open(String caller) {
        String id = UUID.randomUUID().toString();
        if (this.most == 0) {
            return Optional.of(id);
        }
        if (!hold(caller, id)) {
            return Optional.empty();
        }
        this.callers.put(id, caller);
        return Optional.of(id);
    }

    /** Gives a place back; while Redis is away it comes back by itself when the lease ends. */
    void close(String id) {
        String caller = this.callers.remove(id);
        if (caller == null) {
            return;
        }
        byte[] key = RedisCalls.bytes(this.keys.streams(caller));
        try {
            this.redis.call(connection ->
                    connection.zSetCommands().zRem(key, new byte[][] {RedisCalls.bytes(id)}));
        } catch (RuntimeException away) {
            LOG.debug("lease not given back before its end: {}", away.getMessage());
        }
    }

    @Override
    public void destroy() {
        this.renewal.shutdownNow();
    }

    private boolean hold(String caller, String id) {
        return this.redis.runForNumber(
                        OPEN,
                        List.of(this.keys.streams(caller)),
                        RedisCalls.bytes(id),
                        RedisCalls.bytes(LEASE.toMillis()),
                        RedisCalls.bytes(this.most))
                == 1;
    }

    private void renew() {
        try {
            this.callers.forEach((id, caller) -> {
                hold(caller, id);
                if (!this.callers.containsKey(id)) {
                    // It was closed meanwhile; close() came before this renewal.
                    this.callers.put(id, caller);
                    close(id);
                }
            });
        } catch (RuntimeException away) {
            LOG.debug("leases not renewed: {}", away.getMessage());
        }
    }
}
