package io.filetao.cli.wallet;

import io.filetao.cli.output.Json;
import io.filetao.cli.output.Table;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists every hotkey of every wallet; opens nothing that is encrypted. */
@Command(
        name = "list",
        description = "List wallets and their hotkeys.",
        mixinStandardHelpOptions = true)
final class WalletListCommand implements Runnable {

    @Mixin private final WalletOptions options = new WalletOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = this.spec.commandLine().getOut();
        Path root = this.options.wallet().root();
        List<WalletSummary> wallets = Wallet.list(root).stream().map(WalletSummary::of).toList();
        if (this.json) {
            Json.print(out, wallets);
        } else if (wallets.isEmpty()) {
            out.println(
                    "There is no wallet in " + root + "; create one with 'filetao wallet new'.");
            out.flush();
        } else {
            table(wallets).print(out);
        }
    }

    private static Table table(List<WalletSummary> wallets) {
        Table table = new Table("wallet", "coldkey", "", "hotkey", "address", "");
        for (WalletSummary wallet : wallets) {
            table.row(
                    wallet.name(),
                    Objects.requireNonNullElse(wallet.coldkey(), "-"),
                    wallet.coldkeyState(),
                    wallet.hotkeyName(),
                    Objects.requireNonNullElse(wallet.hotkey(), "-"),
                    wallet.hotkeyState());
        }
        return table;
    }
}
