package io.filetao.cli.admin;

import io.filetao.cli.connection.RedisDatabase;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.RowCounter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a former program's database from its old layout into its new one. */
@Command(
        name = "migrate-schema",
        mixinStandardHelpOptions = true,
        description = {
            "Bring a database of the former program (before 1.5.3) into its later layout, entry"
                    + " under owner's hotkey.",
            "Nothing is removed; 'filetao admin clean-schema' does that afterwards. May be"
                    + " interrupted and run again."
        },
        footer = {
            "",
            "Back the server's data up first. Objects of the former program carry no seal that"
                    + " could be proven: this network does not take them over; retrieve them there and"
                    + " put them again."
        })
final class MigrateSchemaCommand implements Callable<Integer> {

    @Mixin private final RedisDatabase database = new RedisDatabase();

    @Option(names = "--dry-run", description = "Count what would change and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = this.spec.commandLine().getOut();
        FormerDatabase.Conversion done;
        try (RowCounter counter = RowCounter.on(this.spec.commandLine().getErr(), this.json)) {
            done =
                    this.database.with(
                            redis -> new FormerDatabase(redis).convert(this.dryRun, counter::seen));
        }
        if (this.json) {
            Json.print(out, done);
        } else {
            out.printf("%,d objects in %s%n", done.objects(), this.database);
            out.printf(
                    this.dryRun ? "  %,d would be converted%n" : "  %,d converted%n",
                    done.converted());
            if (done.statistics() > 0) {
                out.printf("  %,d rows of statistics renamed%n", done.statistics());
            }
            if (done.withoutOwner() > 0) {
                out.printf("  %,d without an owner, left as they are%n", done.withoutOwner());
            }
            if (done.different() > 0) {
                out.printf(
                        "  %,d differ from their old fields: stop whatever writes there and run"
                                + " this again%n",
                        done.different());
            } else if (!this.dryRun) {
                out.println("  all entries compared with the old fields: equal");
            }
        }
        out.flush();
        return done.different() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
