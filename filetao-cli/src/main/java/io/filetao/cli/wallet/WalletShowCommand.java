package io.filetao.cli.wallet;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows one wallet; never a secret. */
@Command(
        name = "show",
        description = "Show a wallet's addresses and the state of its files.",
        mixinStandardHelpOptions = true)
final class WalletShowCommand implements Runnable {

    @Mixin private final WalletOptions options = new WalletOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        Wallet wallet = this.options.wallet();
        WalletSummary summary = WalletSummary.of(wallet);
        if (summary.coldkey() == null
                && summary.coldkeyState().equals("missing")
                && summary.hotkeyState().equals("missing")) {
            throw new CommandException(
                    "There is no wallet "
                            + wallet.name()
                            + " with a hotkey "
                            + wallet.hotkeyName()
                            + " in "
                            + wallet.root()
                            + "; see 'filetao wallet list'.");
        }
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, summary);
        } else {
            print(out, summary);
        }
    }

    static void print(PrintWriter out, WalletSummary summary) {
        line(out, "Wallet", summary.name() + " in " + summary.path());
        line(out, "Coldkey", key(summary.coldkey(), summary.coldkeyState()));
        line(
                out,
                "Hotkey",
                key(summary.hotkey(), summary.hotkeyState()) + ", " + summary.hotkeyName());
        line(
                out,
                "Account",
                summary.accountUntil() == null
                        ? "no certificate; a hotkey that is not registered needs one ('filetao wallet certify')"
                        : "the hotkey acts for the coldkey until " + summary.accountUntil());
        out.flush();
    }

    private static String key(@org.jspecify.annotations.Nullable String address, String state) {
        return Objects.requireNonNullElse(address, "-") + " (" + state + ")";
    }

    private static void line(PrintWriter out, String label, String value) {
        out.printf("%-9s%s%n", label, value);
    }
}
