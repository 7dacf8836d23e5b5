package io.filetao.cli.admin;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.RedisDatabase;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.RowCounter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.springframework.data.redis.core.StringRedisTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes what a conversion of a former program's database has left. */
@Command(
        name = "clean-schema",
        mixinStandardHelpOptions = true,
        description = {
            "Remove the fields of the former program's old layout from rows that were converted.",
            "Rows that were not converted are left alone and counted; the exit code is then 1."
        })
final class CleanSchemaCommand implements Callable<Integer> {

    @Mixin private final RedisDatabase database = new RedisDatabase();

    @Option(
            names = "--everything",
            description =
                    "Remove every row of the former program instead, once nobody needs it any"
                            + " more.")
    private boolean everything;

    @Option(names = "--dry-run", description = "Count what would go and remove nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = this.spec.commandLine().getOut();
        FormerDatabase.CleanUp done;
        try (RowCounter counter = RowCounter.on(this.spec.commandLine().getErr(), this.json)) {
            done = this.database.with(redis -> clean(redis, counter));
        }
        if (this.json) {
            Json.print(out, done);
        } else if (this.everything) {
            out.printf(
                    this.dryRun
                            ? "%,d rows of the former program would be removed from %s%n"
                            : "%,d rows of the former program removed from %s%n",
                    done.removed(),
                    this.database);
        } else {
            out.printf("%,d objects in %s%n", done.objects(), this.database);
            out.printf(
                    this.dryRun ? "  %,d would be cleaned%n" : "  %,d cleaned%n", done.cleaned());
            if (done.notConverted() > 0) {
                out.printf(
                        "  %,d left alone, as nothing else describes them; run 'filetao admin"
                                + " migrate-schema' first%n",
                        done.notConverted());
            }
        }
        out.flush();
        return done.notConverted() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private FormerDatabase.CleanUp clean(StringRedisTemplate redis, RowCounter counter) {
        FormerDatabase former = new FormerDatabase(redis);
        if (this.everything && former.isInUseWithoutPrefix()) {
            throw new CommandException(
                    "This program keeps its own index in %s without a prefix, so that the former program's rows cannot be told apart; move one of them to another database."
                            .formatted(this.database));
        }
        return former.clean(this.dryRun, this.everything, counter::seen);
    }
}
