package io.filetao.cli.retrieve;

import io.filetao.cli.filelist.FileListOption;
import io.filetao.cli.filelist.LocalFile;
import io.filetao.cli.filelist.LocalFiles;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Sizes;
import io.filetao.cli.output.Table;
import io.filetao.common.client.FileNames;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the files that were stored from this machine, without asking anybody. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List the files that were stored from this machine.",
            "'filetao ls' asks the network instead."
        })
final class RetrieveListCommand implements Runnable {

    @Mixin private final FileListOption list = new FileListOption();

    @Option(
            names = "--wallet.name",
            paramLabel = "NAME",
            description = "Only this wallet's (default: every wallet's).")
    private @Nullable String walletName;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        LocalFiles files = this.list.files();
        Map<String, List<LocalFile>> lists =
                this.walletName == null
                        ? files.all()
                        : Map.of(this.walletName, files.of(this.walletName));
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, lists);
            return;
        }
        Table table = new Table("wallet", "name", ">size", "expires", "cid");
        lists.forEach((wallet, entries) ->
                entries.forEach(entry ->
                        table.row(
                                wallet,
                                entry.name() == null ? "-" : FileNames.printable(entry.name()),
                                entry.size() < 0 ? "-" : Sizes.human(entry.size()),
                                entry.expiresAt() == null
                                        ? "-"
                                        : entry.expiresAt().toString().substring(0, 10),
                                FileNames.printable(entry.cid()))));
        table.print(out);
    }
}
