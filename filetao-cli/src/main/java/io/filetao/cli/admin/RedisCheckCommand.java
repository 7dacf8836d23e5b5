package io.filetao.cli.admin;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells whether an index can be trusted to a server with these settings; ends with 1 when it cannot. */
@Command(
        name = "check",
        description = "Tell what is unsafe in a redis.conf.",
        mixinStandardHelpOptions = true)
final class RedisCheckCommand implements Callable<Integer> {

    @Mixin private final RedisConfOption conf = new RedisConfOption();
    @Mixin private final Problems problems = new Problems();

    @Override
    public Integer call() {
        return this.problems.print(
                "file",
                this.conf.file(),
                this.conf.read().problems(),
                "is safe.",
                "Mend it with 'filetao admin redis secure --conf " + this.conf.file() + "'.");
    }
}
