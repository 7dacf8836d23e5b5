package io.filetao.cli.access;

import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Table;
import io.filetao.common.client.FileNames;
import io.filetao.common.client.TokenReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the tokens of a node. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the tokens that hold on an API node, newest first.")
final class AccessListCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = this.connectionOptions.open()) {
            List<Row> rows = connection.client().tokens().stream().map(Row::of).toList();
            PrintWriter out = this.spec.commandLine().getOut();
            if (this.json) {
                Json.print(out, rows);
            } else {
                table(rows).print(out);
            }
        }
        return ExitCode.OK;
    }

    private static Table table(List<Row> rows) {
        Table table = new Table("id", "name", "scopes", "hotkey", "expires");
        for (Row row : rows) {
            table.row(
                    row.id(),
                    row.name() == null ? "-" : FileNames.printable(row.name()),
                    String.join(",", row.scopes()),
                    row.hotkey(),
                    row.expiresAt().toString());
        }
        return table;
    }

    /** A token without the text that nobody knows. */
    private record Row(
            String id,
            String hotkey,
            String account,
            List<String> scopes,
            @Nullable String name,
            Instant createdAt,
            Instant expiresAt) {

        static Row of(TokenReport token) {
            return new Row(
                    token.id(),
                    token.hotkey(),
                    token.account(),
                    token.scopes(),
                    token.name(),
                    token.createdAt(),
                    token.expiresAt());
        }
    }
}
