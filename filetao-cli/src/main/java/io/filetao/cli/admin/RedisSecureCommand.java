package io.filetao.cli.admin;

import io.filetao.cli.CommandException;
import io.filetao.common.redis.RedisConf;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a server's settings safe; what they were is kept beside them. */
@Command(
        name = "secure",
        description = {
            "Make a redis.conf safe: password, append-only file synced on every write, no snapshots,"
                    + " loopback unless addresses are named, protected mode.",
            "Restart the server afterwards."
        },
        mixinStandardHelpOptions = true)
final class RedisSecureCommand implements Runnable {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Mixin private final RedisConfOption conf = new RedisConfOption();

    @Option(names = "--dry-run", description = "Print what would change and change nothing.")
    private boolean dryRun;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        RedisConf before = this.conf.read();
        RedisConf after = before.secured();
        List<String> changes = before.changesTo(after);
        PrintWriter out = this.spec.commandLine().getOut();
        if (before.equals(after)) {
            out.println(this.conf.file() + " is safe already; nothing changes.");
        } else {
            changes.forEach(out::println);
            out.println(
                    this.dryRun
                            ? "Nothing was changed; leave --dry-run away to do it."
                            : "Changed; the old file is "
                                    + replace(after)
                                    + ". Restart the server, and give its password to the programs as"
                                    + " spring.data.redis.password.");
        }
        out.flush();
    }

    private Path replace(RedisConf after) {
        Path file = this.conf.file();
        Path backup =
                file.resolveSibling(
                        file.getFileName()
                                + "."
                                + STAMP.format(ZonedDateTime.now(ZoneOffset.UTC))
                                + ".bak");
        try {
            after.replace(file, backup);
            return backup;
        } catch (IOException failure) {
            throw new CommandException(
                    file + " cannot be replaced; run this as a user who may write there.", failure);
        }
    }
}
