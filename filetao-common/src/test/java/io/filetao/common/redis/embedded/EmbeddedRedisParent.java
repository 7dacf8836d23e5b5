package io.filetao.common.redis.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A program with a built-in Redis, to be ended in every way from outside. */
final class EmbeddedRedisParent {

    private EmbeddedRedisParent() {}

    /** Prints the server's process id, then waits for the end of its standard input; a hook writes to Redis while it shuts down. */
    public static void main(String[] args) throws IOException {
        EmbeddedRedis redis = EmbeddedRedis.start(Path.of(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(write(redis))));
        System.out.println(redis.pid());
        System.in.transferTo(System.out);
    }

    private static String write(EmbeddedRedis redis) {
        try (RespConnection connection = RespConnection.open(redis.host(), redis.port())) {
            connection.call("AUTH", redis.password());
            return "hook " + connection.call("SET", "last", "words");
        } catch (IOException failure) {
            return "hook failed: " + failure;
        }
    }
}
