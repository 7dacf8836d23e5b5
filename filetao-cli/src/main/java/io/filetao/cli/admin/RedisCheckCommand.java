package io.filetao.cli.admin;

import io.filetao.cli.output.Json;
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

/** Tells whether an index can be trusted to a server with these settings; ends with 1 when it cannot. */
@Command(
        name = "check",
        description = "Tell what is unsafe in a redis.conf.",
        mixinStandardHelpOptions = true)
final class RedisCheckCommand implements Callable<Integer> {

    @Mixin private final RedisConfOption conf = new RedisConfOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> problems = this.conf.read().problems();
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, Map.of("file", this.conf.file().toString(), "problems", problems));
        } else if (problems.isEmpty()) {
            out.println(this.conf.file() + " is safe.");
        } else {
            out.println(this.conf.file() + " is not safe:");
            problems.forEach(problem -> out.println("  - " + problem));
            out.println(
                    "Mend it with 'filetao admin redis secure --conf " + this.conf.file() + "'.");
        }
        out.flush();
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
