package io.filetao.cli.retrieve;

import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.filelist.FileListOption;
import io.filetao.cli.filelist.LocalFile;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Table;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileListing;
import io.filetao.common.client.FileNames;
import io.filetao.common.client.FilePayload;
import io.filetao.common.client.FiletaoClientException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the files that the network keeps for the account. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "List the files that the network keeps for your coldkey, newest first.",
            "Names of encrypted files come from this machine's list, or are decrypted with --unlock."
        })
public final class LsCommand implements Callable<Integer> {

    private static final int PAGE = 500;

    @Mixin private final FileListOption list = new FileListOption();

    @Option(
            names = "--unlock",
            description = "Ask for the coldkey's password to decrypt the names.")
    private boolean unlock;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = this.connectionOptions.open()) {
            Map<String, LocalFile> known =
                    this.list.files().of(connection.wallet().name()).stream()
                            .collect(
                                    Collectors.toMap(
                                            LocalFile::cid,
                                            Function.identity(),
                                            (older, newer) -> newer));
            List<Row> rows = new ArrayList<>();
            String cursor = null;
            do {
                FileListing page = connection.client().list(cursor, PAGE);
                for (FileListing.Entry entry : page.items()) {
                    rows.add(row(entry, known.get(entry.cid()), connection));
                }
                cursor = page.next();
            } while (cursor != null);
            print(rows);
        }
        return ExitCode.OK;
    }

    private Row row(FileListing.Entry entry, @Nullable LocalFile local, Connection connection) {
        String name = entry.name();
        long size = entry.payload() == null ? entry.size() : -1;
        if (local != null) {
            name = local.name();
            size = local.size();
        } else if (entry.payload() != null && (this.unlock || connection.isColdkeyAtHand())) {
            try {
                FilePayload payload =
                        FilePayload.open(
                                entry.payload(),
                                connection.coldkeySecret(),
                                Cid.decode(entry.cid()));
                name = payload.name();
                size = payload.size();
            } catch (FiletaoClientException another) {
                name = null;
            }
        }
        return new Row(
                entry.cid(),
                name,
                size < 0 ? entry.size() : size,
                entry.size(),
                entry.payload() != null,
                entry.createdAt(),
                entry.expiresAt());
    }

    private void print(List<Row> rows) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, rows);
            return;
        }
        Table table = new Table("cid", "name", ">size", "stored", "expires");
        for (Row row : rows) {
            table.row(
                    FileNames.printable(row.cid()),
                    row.name() == null ? "-" : FileNames.printable(row.name()),
                    Sizes.human(row.size()),
                    row.createdAt().toString().substring(0, 10),
                    row.expiresAt().toString().substring(0, 10));
        }
        table.print(out);
    }

    /** A file in the list; the size before encryption where it is known. */
    private record Row(
            String cid,
            @Nullable String name,
            long size,
            long storedSize,
            boolean encrypted,
            Instant createdAt,
            Instant expiresAt) {}
}
