package io.filetao.cli.admin;

import io.filetao.cli.CommandException;
import io.filetao.cli.backup.Restore;
import io.filetao.cli.connection.KeyPrefix;
import io.filetao.cli.connection.RedisDatabase;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.RowCounter;
import io.filetao.common.redis.RedisCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a validator's index back. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Put a backup back into a Redis, or a Redis Cluster, that holds nothing under the"
                    + " prefix; stop validator and API before.",
            "The file is checked first, every row is read back and compared. May be interrupted and"
                    + " run again; until it has ended no node starts on this database."
        },
        footer = {
            "",
            "A backup that is older than some minutes names shards that were moved or dropped"
                    + " since. Then use --without-files, and 'filetao validator reindex' asks the"
                    + " miners what is there."
        })
final class RestoreCommand implements Runnable {

    @Parameters(paramLabel = "FILE", description = "File that 'filetao admin backup' wrote.")
    private Path file;

    @Mixin private final RedisDatabase database = new RedisDatabase();

    @Mixin private final KeyPrefix prefix = new KeyPrefix();

    @Option(
            names = "--without-files",
            description = "Leave out files and claims, which 'filetao validator reindex' brings.")
    private boolean withoutFiles;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        Restore.Report report;
        try (RowCounter counter = RowCounter.on(this.spec.commandLine().getErr(), this.json)) {
            report = this.database.withNew(redis -> put(new RedisCalls(redis), counter));
        } catch (UncheckedIOException failure) {
            throw new CommandException(failure.getMessage() + ".", failure);
        }
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, report);
        } else {
            out.printf(
                    "%,d files and %,d rows in all were put back into %s and read back%n",
                    report.files(), report.rows(), this.database);
            if (report.before() > 0) {
                out.printf("  after %,d groups of rows that an earlier run had%n", report.before());
            }
            out.println(
                    this.withoutFiles
                            ? "Now run 'filetao validator reindex', then start the validator."
                            : "Start the validator, and run 'filetao validator reindex' for what"
                                    + " was stored since.");
        }
        out.flush();
    }

    private Restore.Report put(RedisCalls redis, RowCounter counter) {
        try {
            return new Restore(redis, this.prefix.toString())
                    .run(this.file, !this.withoutFiles, counter::seen);
        } catch (IOException failure) {
            throw new UncheckedIOException(String.valueOf(failure.getMessage()), failure);
        }
    }
}
