package io.filetao.common.stats.redis;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.Locks;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The book that all replicas of a validator share with its API nodes: one hash for each hotkey. */
public final class RedisScoreBook implements ScoreBook {

    private static final LuaScript REPLACE = LuaScript.named("replace-standing");
    private static final String LOCK = "scores";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final RedisCalls redis;
    private final Keyspace keys;
    private final Locks locks;

    public RedisScoreBook(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
        this.locks = new Locks(redis, keys);
    }

    @Override
    public Optional<Standing> find(Ss58Address hotkey) {
        return Optional.ofNullable(findAll(List.of(hotkey)).get(hotkey));
    }

    @Override
    public Map<Ss58Address, Standing> findAll(Collection<Ss58Address> hotkeys) {
        List<Ss58Address> asked = List.copyOf(hotkeys);
        List<@Nullable Object> answers =
                this.redis.pipeline(
                        asked.stream()
                                .<RedisCalls.Command>map(hotkey ->
                                        redis -> redis.hgetall(RedisCalls.bytes(key(hotkey))))
                                .toList());
        Map<Ss58Address, Standing> found = new HashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            Ss58Address hotkey = asked.get(i);
            if (answers.get(i) instanceof Map<?, ?> fields) {
                StandingFields.read(fields).ifPresent(standing -> found.put(hotkey, standing));
            }
        }
        return found;
    }

    @Override
    public boolean replace(Ss58Address hotkey, @Nullable Standing expected, Standing next) {
        List<byte[]> arguments = new ArrayList<>();
        long version = expected == null ? 0 : expected.version();
        arguments.add(RedisCalls.bytes(version));
        arguments.add(RedisCalls.bytes(UUID.randomUUID().toString()));
        StandingFields.write(next.withVersion(version + 1))
                .forEach((field, value) -> {
                    arguments.add(RedisCalls.bytes(field));
                    arguments.add(RedisCalls.bytes(value));
                });
        return this.redis.runForNumber(
                        REPLACE, List.of(key(hotkey)), arguments.toArray(byte[][]::new))
                == 1;
    }

    @Override
    public OptionalLong window() {
        byte[] block =
                this.redis.call(connection ->
                        connection.stringCommands().get(RedisCalls.bytes(this.keys.window())));
        return block == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(RedisCalls.text(block)));
    }

    @Override
    public void beginWindow(long block) {
        this.redis.call(connection ->
                connection
                        .stringCommands()
                        .set(RedisCalls.bytes(this.keys.window()), RedisCalls.bytes(block)));
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
        try (Locks.Lease _ = acquire()) {
            return work.get();
        }
    }

    private Locks.Lease acquire() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Locks.Lease> lease = this.locks.tryAcquire(LOCK, LEASE);
            if (lease.isPresent()) {
                return lease.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IndexUnavailableException(
                        "Another replica has kept the scores for " + PATIENCE, null);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IndexUnavailableException(
                    "Interrupted while waiting for the scores", interrupted);
        }
    }

    private String key(Ss58Address hotkey) {
        return this.keys.stats(hotkey);
    }
}
