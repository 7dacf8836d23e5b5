package io.filetao.cli.admin;

import io.filetao.cli.CommandException;
import io.filetao.cli.backup.Backup;
import io.filetao.cli.connection.KeyPrefix;
import io.filetao.cli.connection.RedisDatabase;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.RowCounter;
import io.filetao.cli.output.Sizes;
import io.filetao.common.redis.RedisCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a validator's index to a file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Write what a validator keeps in Redis, or in a Redis Cluster, to a file, while"
                    + " programs go on: files and claims, standings, tokens, the repair queue.",
            "What can be computed again is left out. 'filetao admin restore' puts it back."
        },
        footer = {
            "",
            "Back up besides: the wallet, and the validator's directory with the log of events. A"
                    + " miner needs no backup of Redis: its index is made anew from its shards."
        })
final class BackupCommand implements Runnable {

    @Parameters(paramLabel = "FILE", description = "File to write; only you may read it.")
    private Path file;

    @Mixin private final RedisDatabase database = new RedisDatabase();

    @Mixin private final KeyPrefix prefix = new KeyPrefix();

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        if (Files.exists(this.file) && !this.force) {
            throw new CommandException(
                    this.file
                            + " is there already; choose another name, or replace it with"
                            + " --force.");
        }
        Backup.Report report;
        try (RowCounter counter = RowCounter.on(this.spec.commandLine().getErr(), this.json)) {
            report = this.database.with(redis -> write(new RedisCalls(redis), counter));
        } catch (UncheckedIOException failure) {
            throw new CommandException(
                    "%s cannot be written: %s".formatted(this.file, failure.getMessage()), failure);
        }
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, report);
        } else {
            out.printf(
                    "%,d files and %,d rows in all, %s, are in %s%nsha256 %s%n",
                    report.files(),
                    report.rows(),
                    Sizes.human(report.bytes()),
                    this.file,
                    report.sha256());
        }
        out.flush();
    }

    private Backup.Report write(RedisCalls redis, RowCounter counter) {
        try {
            return new Backup(redis, this.prefix.toString()).write(this.file, counter::seen);
        } catch (IOException failure) {
            throw new UncheckedIOException(String.valueOf(failure.getMessage()), failure);
        }
    }
}
