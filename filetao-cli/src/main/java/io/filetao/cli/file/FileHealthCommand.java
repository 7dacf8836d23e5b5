package io.filetao.cli.file;

import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Style;
import io.filetao.cli.output.Table;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileHealthReport;
import io.filetao.common.client.FileHealthReport.Segment;
import io.filetao.common.client.FileHealthReport.Shard;
import io.filetao.common.client.FileNames;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how well a file stands, shard by shard; whatever does not stand names its cause. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Show how well a file stands, shard by shard.",
            "Any k of a segment's n shards give it back. Whatever is not proven says why."
        })
public final class FileHealthCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CID", description = "Identifier that the upload printed.")
    private String cid = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Cid known = Cids.of(this.spec, this.cid);
        try (Connection connection = this.connectionOptions.open()) {
            FileHealthReport health = connection.client().health(known);
            PrintWriter out = this.spec.commandLine().getOut();
            if (this.json) {
                Json.print(out, health);
            } else {
                print(out, health);
            }
        }
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, FileHealthReport health) {
        out.println(
                "%s  checked %s"
                        .formatted(
                                style(health.status()).of(text(health.status())),
                                health.checkedAt().truncatedTo(ChronoUnit.SECONDS)));
        for (Segment segment : health.segments()) {
            out.println(
                    "segment %d: %d of %d shards proven, any %d give it back"
                            .formatted(
                                    segment.index(), segment.proven(), segment.n(), segment.k()));
            Table table = new Table(">shard", "status", ">uid", "miner", "last proof", "cause");
            for (Shard shard : segment.shards()) {
                table.row(
                        style(shard.status()),
                        Integer.toString(shard.number()),
                        text(shard.status()),
                        shard.uid() == null ? "-" : shard.uid().toString(),
                        text(shard.hotkey()),
                        shard.lastProof() == null
                                ? "-"
                                : shard.lastProof().truncatedTo(ChronoUnit.SECONDS).toString(),
                        cause(shard));
            }
            table.print(out, "  ");
        }
        out.flush();
    }

    private static String cause(Shard shard) {
        if (shard.status().equals("proven")) {
            return "";
        }
        return shard.reason() == null ? "the node does not say why" : text(shard.reason());
    }

    private static String text(@Nullable String said) {
        return said == null ? "-" : FileNames.printable(said);
    }

    private static Style style(String status) {
        return switch (status) {
            case "healthy", "proven" -> Style.GREEN;
            case "degraded", "stale" -> Style.YELLOW;
            default -> Style.RED;
        };
    }
}
