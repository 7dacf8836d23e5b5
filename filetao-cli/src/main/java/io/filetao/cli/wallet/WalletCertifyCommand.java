package io.filetao.cli.wallet;

import io.filetao.cli.output.Json;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Renews the certificate by which a hotkey acts for its coldkey's account. */
@Command(
        name = "certify",
        description = "Let a hotkey act for the coldkey's account, or renew that.",
        mixinStandardHelpOptions = true)
final class WalletCertifyCommand implements Runnable {

    @Mixin private final WalletOptions options = new WalletOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final WalletPasswords passwords;

    WalletCertifyCommand() {
        this(new WalletPasswords());
    }

    WalletCertifyCommand(WalletPasswords passwords) {
        this.passwords = passwords;
    }

    @Override
    public void run() {
        Wallet wallet = this.options.wallet();
        AccountCertificate certificate =
                wallet.certify(wallet.unlockColdkey(this.passwords), Instant.now());
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(
                    out,
                    Map.of(
                            "coldkey", certificate.coldkey().value(),
                            "hotkey", certificate.hotkey().value(),
                            "expiresAt", certificate.expiresAt().toString(),
                            "certificate", certificate.encode()));
        } else {
            WalletShowCommand.print(out, WalletSummary.of(wallet));
        }
    }
}
