package io.filetao.common.redis;

import io.filetao.common.index.IndexUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Calls to Redis in bytes, alone, in a pipeline or as a script.
 *
 * <p>Calls block the calling virtual thread for at most the client's command timeout. Whatever keeps Redis from answering becomes an
 * {@link IndexUnavailableException}.
 */
public final class RedisCalls {

    private static final int PIPELINE_LIMIT = 500;

    private final StringRedisTemplate redis;

    public RedisCalls(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /** One call, or several that depend on each other. */
    public <T> @Nullable T call(Function<RedisConnection, @Nullable T> commands) {
        return available(() -> this.redis.execute((RedisCallback<T>) commands::apply));
    }

    /**
     * Sends commands without waiting for each other's answers and returns these in order. They may go to several nodes of a cluster and
     * are not one step; when one fails, others may have been carried out.
     */
    public List<@Nullable Object> pipeline(List<Consumer<RedisConnection>> commands) {
        List<@Nullable Object> answers = new ArrayList<>(commands.size());
        for (int from = 0; from < commands.size(); from += PIPELINE_LIMIT) {
            List<Consumer<RedisConnection>> part =
                    commands.subList(from, Math.min(commands.size(), from + PIPELINE_LIMIT));
            answers.addAll(
                    available(() ->
                            this.redis.executePipelined(
                                    (RedisCallback<@Nullable Object>)
                                            connection -> {
                                                part.forEach(command -> command.accept(connection));
                                                return null;
                                            },
                                    RedisSerializer.byteArray())));
        }
        return answers;
    }

    /** Runs a script. */
    public <T> @Nullable T run(
            LuaScript script, ReturnType type, List<String> keys, byte[]... arguments) {
        byte[][] all = keysAndArguments(keys, arguments);
        return call(connection -> {
            try {
                return connection
                        .scriptingCommands()
                        .evalSha(script.sha1(), type, keys.size(), all);
            } catch (DataAccessException failure) {
                if (!isUnknownScript(failure)) {
                    throw failure;
                }
                return connection.scriptingCommands().eval(script.body(), type, keys.size(), all);
            }
        });
    }

    /** A script that answers a number. */
    public long runForNumber(LuaScript script, List<String> keys, byte[]... arguments) {
        Long answer = run(script, ReturnType.INTEGER, keys, arguments);
        if (answer == null) {
            throw new IllegalStateException("The script " + script + " answered nothing");
        }
        return answer;
    }

    /**
     * Runs one script many times in a pipeline.
     *
     * @param runs keys and arguments of each run
     */
    public List<@Nullable Object> runAll(LuaScript script, ReturnType type, List<ScriptRun> runs) {
        List<Consumer<RedisConnection>> commands =
                runs.stream()
                        .<Consumer<RedisConnection>>map(run ->
                                connection ->
                                        connection
                                                .scriptingCommands()
                                                .evalSha(
                                                        script.sha1(),
                                                        type,
                                                        run.keys().size(),
                                                        keysAndArguments(
                                                                run.keys(), run.arguments())))
                        .toList();
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

    private static <T extends @Nullable Object> T available(Supplier<T> commands) {
        try {
            return commands.get();
        } catch (DataAccessException | IllegalStateException failure) {
            // Lettuce's factory throws the latter once it was stopped.
            throw new IndexUnavailableException(
                    "Redis does not answer or does not accept writes; check that it runs and that spring.data.redis leads to it",
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

    /** One run of a script. */
    public record ScriptRun(List<String> keys, byte[]... arguments) {}
}
