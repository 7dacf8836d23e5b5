package io.filetao.cli.node;

import io.filetao.cli.output.Json;
import io.filetao.cli.output.Table;
import io.filetao.validator.reindex.ReindexReport;
import io.filetao.validator.reindex.ReindexReport.Unrestored;
import io.filetao.validator.reindex.Reindexer;
import java.io.PrintWriter;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rebuilds a lost index. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description = "Rebuild the index from the miners, after Redis was lost.",
        footer = {
            "",
            "Needs the validator's hotkey (filetao wallet import brings it back from its mnemonic), the chain and a Redis."
                    + " May be run again: what stands in the index stays as it is."
        })
final class ValidatorReindexCommand extends ValidatorTaskCommand {

    @Option(
            names = "--deleted-too",
            description = "Restore files as well that most of their miners have let go of.")
    private boolean deletedToo;

    @Override
    Map<String, Object> furtherProperties() {
        return Map.of("filetao.validator.repair.enabled", "false");
    }

    @Override
    boolean mayBeginAnew() {
        return true;
    }

    @Override
    int run(ConfigurableApplicationContext validator) {
        ReindexReport report = validator.getBean(Reindexer.class).run(this.deletedToo);
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, report);
            return CommandLine.ExitCode.OK;
        }
        out.println(
                report.restored()
                        + " files restored, "
                        + report.standing()
                        + " stood already, "
                        + report.expired()
                        + " were over; "
                        + report.miners()
                        + " miners listed "
                        + report.shards()
                        + " shards");
        if (!report.silent().isEmpty()) {
            out.println(
                    "Not reached: "
                            + String.join(", ", report.silent())
                            + "; run it again when they answer.");
        }
        if (!report.rest().isEmpty()) {
            Table table = new Table("not restored", "reason");
            for (Unrestored file : report.rest()) {
                table.row(file.file(), file.reason());
            }
            table.print(out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
