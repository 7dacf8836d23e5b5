package io.filetao.common.redis;

import io.filetao.common.index.IndexUnavailableException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Calls to Redis in bytes, alone, in a pipeline or as a script.
 *
 * <p>Calls block the calling virtual thread for at most the client's command timeout, and not at all while Redis is known to be away
 * ({@link RedisResilience}). Whatever keeps Redis from answering becomes an {@link IndexUnavailableException}.
 */
public final class RedisCalls {

    private static final int PIPELINE_LIMIT = 500;
    private static final Duration PIPELINE_TIMEOUT = Duration.ofSeconds(5);

    private final StringRedisTemplate redis;
    private final RedisResilience resilience = new RedisResilience();

    public RedisCalls(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /** What stands between the program and a Redis that is away, for its meters. */
    public RedisResilience resilience() {
        return this.resilience;
    }

    /** One call, or several that depend on each other. */
    public <T> @Nullable T call(Function<RedisConnection, @Nullable T> commands) {
        return available(() -> this.redis.execute((RedisCallback<T>) commands::apply));
    }

    /**
     * Sends commands without waiting for each other's answers and returns these in order. They may go to several nodes of a cluster and
     * are not one step; when one fails, others may have been carried out.
     */
    public List<@Nullable Object> pipeline(List<Command> commands) {
        List<@Nullable Object> answers = new ArrayList<>(commands.size());
        for (int from = 0; from < commands.size(); from += PIPELINE_LIMIT) {
            List<Command> part =
                    commands.subList(from, Math.min(commands.size(), from + PIPELINE_LIMIT));
            call(connection -> {
                RedisClusterAsyncCommands<byte[], byte[]> redis = shared(connection);
                List<? extends Future<?>> sent =
                        part.stream().map(command -> command.send(redis)).toList();
                this.resilience.await(sent);
                sent.forEach(future -> answers.add(await(future)));
                return null;
            });
        }
        return answers;
    }

    /** Spring would open a connection for every pipeline; the one that all calls share does as well. */
    @SuppressWarnings("unchecked")
    static RedisClusterAsyncCommands<byte[], byte[]> shared(RedisConnection connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }

    static @Nullable Object await(Future<?> answer) {
        try {
            return answer.get(PIPELINE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new RedisSystemException("A command failed", failure.getCause());
        } catch (TimeoutException late) {
            throw new QueryTimeoutException("No answer within " + PIPELINE_TIMEOUT, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("Interrupted while waiting for Redis", interrupted);
        }
    }

    /** Runs a script. */
    public <T> @Nullable T run(
            LuaScript script, ReturnType type, List<String> keys, byte[]... arguments) {
        byte[][] all = keysAndArguments(keys, arguments);
        return this.resilience.retry(() ->
                call(connection -> {
                    try {
                        return connection
                                .scriptingCommands()
                                .evalSha(script.sha1(), type, keys.size(), all);
                    } catch (DataAccessException failure) {
                        if (!isUnknownScript(failure)) {
                            throw failure;
                        }
                        return connection
                                .scriptingCommands()
                                .eval(script.body(), type, keys.size(), all);
                    }
                }));
    }

    /** A script that answers a number. */
    public long runForNumber(LuaScript script, List<String> keys, byte[]... arguments) {
        Long answer = run(script, ReturnType.INTEGER, keys, arguments);
        if (answer == null) {
            throw new IllegalStateException("The script " + script + " answered nothing");
        }
        return answer;
    }

    /** Runs a script that answers a number many times in a pipeline. */
    public List<Long> runAll(LuaScript script, List<ScriptRun> runs) {
        return runAll(script, ScriptOutputType.INTEGER, runs).stream()
                .map(answer -> answer instanceof Long number ? number : 0L)
                .toList();
    }

    /** Runs a script many times in a pipeline. */
    public List<@Nullable Object> runAll(
            LuaScript script, ScriptOutputType type, List<ScriptRun> runs) {
        List<Command> commands = runs.stream().map(run -> evaluation(script, type, run)).toList();
        try {
            return pipeline(commands);
        } catch (IndexUnavailableException failure) {
            if (!isUnknownScript(failure)) {
                throw failure;
            }
            call(connection -> connection.scriptingCommands().scriptLoad(script.body()));
            return pipeline(commands);
        }
    }

    private static Command evaluation(LuaScript script, ScriptOutputType type, ScriptRun run) {
        byte[][] keys = run.keys().stream().map(RedisCalls::bytes).toArray(byte[][]::new);
        return redis -> redis.evalsha(script.sha1(), type, keys, run.arguments());
    }

    /** The bytes of a text, as everything goes to Redis. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of a number in decimal digits. */
    public static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[][] keysAndArguments(List<String> keys, byte[]... arguments) {
        byte[][] all = new byte[keys.size() + arguments.length][];
        for (int i = 0; i < keys.size(); i++) {
            all[i] = bytes(keys.get(i));
        }
        System.arraycopy(arguments, 0, all, keys.size(), arguments.length);
        return all;
    }

    private <T extends @Nullable Object> T available(Supplier<T> commands) {
        try {
            return this.resilience.guard(commands);
        } catch (CallNotPermittedException held) {
            throw new IndexUnavailableException(
                    "Redis failed again and again and is left alone for a second; check that it"
                            + " runs and that spring.data.redis leads to it",
                    held);
        } catch (BulkheadFullException crowded) {
            throw new IndexUnavailableException(
                    "Redis is slower than it is asked; try again in a few seconds", crowded);
        } catch (DataAccessException | IllegalStateException failure) {
            // Lettuce's factory throws the latter once it was stopped.
            throw new IndexUnavailableException(
                    "Redis does not answer or does not accept writes; check that it runs and that"
                            + " spring.data.redis leads to it",
                    failure);
        }
    }

    private static boolean isUnknownScript(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("NOSCRIPT")) {
                return true;
            }
        }
        return false;
    }

    /** A command of a pipeline. */
    @FunctionalInterface
    public interface Command {

        /** Sends it; the answer comes later. */
        Future<?> send(RedisClusterAsyncCommands<byte[], byte[]> redis);
    }

    /** One run of a script. */
    public record ScriptRun(List<String> keys, byte[]... arguments) {}
}
