package io.filetao.cli.admin;

import io.filetao.cli.output.Json;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisGuard;
import io.filetao.common.redis.UnsafeRedisException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running server what its settings file may not tell: whether it asks for a password and keeps what it is told. */
@Command(
        name = "test",
        description = "Ask a running Redis server whether an index can be trusted to it.",
        mixinStandardHelpOptions = true)
final class RedisTestCommand implements Callable<Integer> {

    @Mixin private final RedisDatabase database = new RedisDatabase();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> problems =
                this.database.with(redis -> {
                    try {
                        new RedisGuard(new RedisCalls(redis), false).check();
                        return List.of();
                    } catch (UnsafeRedisException unsafe) {
                        return unsafe.problems();
                    }
                });
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, Map.of("server", this.database.toString(), "problems", problems));
        } else if (problems.isEmpty()) {
            out.println(
                    this.database + " asks for its password and syncs every write to the disk.");
        } else {
            out.println(this.database + " is not safe:");
            problems.forEach(problem -> out.println("  - " + problem));
            out.println(
                    "Mend it with 'filetao admin redis secure --conf FILE' and restart the"
                            + " server.");
        }
        out.flush();
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
