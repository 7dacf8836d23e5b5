package io.filetao.cli.admin;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.ProgressBar;
import io.filetao.cli.output.Sizes;
import io.filetao.miner.shard.disk.DirectoryMigration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a miner's shards to another directory. */
@Command(
        name = "migrate-directory",
        mixinStandardHelpOptions = true,
        description = {
            "Copy a stopped miner's shards to another directory, read every one back, and make that"
                    + " directory the one that counts.",
            "The old directory keeps its bytes until you delete them. May be interrupted and run"
                    + " again."
        },
        footer = {
            "",
            "To another server: rsync -a --delete OLD/ HOST:COPY/ while the miner runs, once more"
                    + " after it was stopped, and start it there with --database.directory COPY and the"
                    + " same wallet."
        })
final class MigrateDirectoryCommand implements Callable<Integer> {

    private static final int NAMED = 10;

    @Parameters(
            index = "0",
            paramLabel = "OLD",
            description = "The miner's directory (--database.directory).")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "NEW",
            description = "A directory that is empty or does not exist.")
    private Path to;

    @Parameters(
            index = "2",
            paramLabel = "INDEX",
            arity = "0..1",
            description =
                    "The miner's Redis database. Nothing in it changes, because it names shards and"
                            + " no paths; taken for scripts that give it.")
    private @Nullable Integer index;

    @Option(
            names = "--leave-unreadable",
            description = "Move even if the old disk does not give some files any more.")
    private boolean leaveUnreadable;

    @Option(
            names = "--dry-run",
            description =
                    "Say what would be copied, or what stands in its way, and change nothing. The"
                            + " miner may run.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.dryRun) {
            print(plan(), out);
            out.flush();
            return ExitCode.OK;
        }
        DirectoryMigration.Report report = migrate();
        if (this.json) {
            Json.print(
                    out,
                    Map.of(
                            "shards", report.shards(),
                            "bytes", report.bytes(),
                            "present", report.present(),
                            "damaged", report.damaged().stream().map(Path::toString).toList(),
                            "unreadable", report.unreadable().stream().map(Path::toString).toList(),
                            "switched", report.switched()));
        } else {
            print(report, out);
        }
        out.flush();
        return report.switched() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private DirectoryMigration.Plan plan() {
        try {
            return DirectoryMigration.plan(this.from, this.to);
        } catch (IOException failure) {
            throw new CommandException(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void print(DirectoryMigration.Plan plan, PrintWriter out) {
        if (this.json) {
            Json.print(out, plan);
        } else if (plan.before()) {
            out.println("The shards are in " + this.to + " already; nothing would be done.");
        } else {
            out.printf(
                    "%,d shards, %s, would be copied from %s to %s%n",
                    plan.shards(), Sizes.human(plan.bytes()), this.from, this.to);
            if (plan.present() > 0) {
                out.printf(
                        "%s of it are there already and would be compared%n",
                        Sizes.human(plan.present()));
            }
            out.println("Stop the miner and run this again without --dry-run.");
        }
    }

    private DirectoryMigration.Report migrate() {
        try (ProgressBar bar =
                ProgressBar.on(this.spec.commandLine().getErr(), "copying", this.json)) {
            return DirectoryMigration.run(this.from, this.to, this.leaveUnreadable, bar::moved);
        } catch (IOException failure) {
            throw new CommandException(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void print(DirectoryMigration.Report report, PrintWriter out) {
        if (report.before()) {
            out.println("The shards are in " + this.to + " already; nothing was done.");
            return;
        }
        out.printf(
                "%,d shards, %s, are in %s%n",
                report.shards(), Sizes.human(report.bytes()), this.to);
        name(report.damaged(), "were damaged before and will be repaired by the network", out);
        name(report.unreadable(), "cannot be read from the old disk", out);
        out.println(
                report.switched()
                        ? "Start the miner with --database.directory %s; when it runs, delete %s."
                                .formatted(this.to, this.from)
                        : "The old directory still counts. Try again, or leave these behind with"
                                + " --leave-unreadable; the network repairs them.");
    }

    private static void name(List<Path> files, String what, PrintWriter out) {
        if (files.isEmpty()) {
            return;
        }
        out.printf("%,d %s:%n", files.size(), what);
        files.stream().limit(NAMED).forEach(file -> out.println("  " + file));
        if (files.size() > NAMED) {
            out.printf("  and %,d more%n", files.size() - NAMED);
        }
    }
}
