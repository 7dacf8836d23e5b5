package io.filetao.cli.admin;

import io.filetao.cli.connection.RedisDatabase;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisGuard;
import io.filetao.common.redis.UnsafeRedisException;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.data.redis.core.StringRedisTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks a running server what its settings file may not tell: whether it asks for a password and keeps what it is told. */
@Command(
        name = "test",
        description = "Ask a running Redis server whether an index can be trusted to it.",
        mixinStandardHelpOptions = true)
final class RedisTestCommand implements Callable<Integer> {

    @Mixin private final RedisDatabase database = new RedisDatabase();
    @Mixin private final Problems problems = new Problems();

    @Override
    public Integer call() {
        return this.problems.print(
                "server",
                this.database,
                this.database.with(RedisTestCommand::problemsOf),
                "asks for its password and syncs every write to the disk.",
                "Mend it with 'filetao admin redis secure --conf FILE' and restart the server.");
    }

    private static List<String> problemsOf(StringRedisTemplate redis) {
        try {
            new RedisGuard(new RedisCalls(redis), false).check();
            return List.of();
        } catch (UnsafeRedisException unsafe) {
            return unsafe.problems();
        }
    }
}
