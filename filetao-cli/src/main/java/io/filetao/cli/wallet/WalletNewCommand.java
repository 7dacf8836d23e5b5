package io.filetao.cli.wallet;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Style;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates a wallet, or one more hotkey of a wallet that is there. */
@Command(
        name = "new",
        description = {
            "Create a wallet with a coldkey and a hotkey, or one more hotkey of a wallet that is there.",
            "The coldkey is encrypted with FILETAO_WALLET_PASSWORD or a password that is asked for."
        },
        mixinStandardHelpOptions = true)
final class WalletNewCommand implements Runnable {

    @Mixin private final WalletOptions options = new WalletOptions();

    @Option(
            names = "--words",
            defaultValue = "12",
            description =
                    "Words of each mnemonic: 12, 15, 18, 21 or 24 (default: ${DEFAULT-VALUE}).")
    private int words;

    @Option(names = "--no-password", description = "Leave the coldkey unencrypted.")
    private boolean plain;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final WalletPasswords passwords;

    WalletNewCommand() {
        this(new WalletPasswords());
    }

    WalletNewCommand(WalletPasswords passwords) {
        this.passwords = passwords;
    }

    @Override
    public void run() {
        Wallet wallet = this.options.wallet();
        if (wallet.hasHotkey()) {
            throw new CommandException(
                    "The wallet "
                            + wallet.name()
                            + " has a hotkey "
                            + wallet.hotkeyName()
                            + " already; choose another --wallet.name or --wallet.hotkey.");
        }
        Mnemonic hotkey = Mnemonic.generate(this.words);
        Mnemonic coldkey = wallet.hasColdkey() ? null : Mnemonic.generate(this.words);
        Keypair signer =
                coldkey == null
                        ? wallet.unlockColdkey(this.passwords)
                        : writeColdkey(wallet, coldkey);
        wallet.createHotkey(hotkey);
        wallet.certify(signer, Instant.now());
        report(new Created(WalletSummary.of(wallet), phrase(coldkey), hotkey.phrase()));
    }

    private Keypair writeColdkey(Wallet wallet, Mnemonic coldkey) {
        char[] password =
                this.plain
                        ? null
                        : this.passwords.newPassword("coldkey of wallet " + wallet.name());
        wallet.createColdkey(coldkey, password);
        if (password != null) {
            Arrays.fill(password, '\0');
        }
        return Keypair.ofMiniSecret(coldkey.miniSecret());
    }

    private void report(Created created) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, created);
            return;
        }
        WalletShowCommand.print(out, created.wallet());
        out.println();
        out.println(
                Style.YELLOW.of(
                        "Write these words down and keep them away from this machine. They are shown only now;"));
        out.println(
                Style.YELLOW.of(
                        "whoever has them has the wallet and its files, and without them a lost wallet stays lost."));
        out.println();
        if (created.coldkeyMnemonic() != null) {
            out.println("Coldkey  " + Style.BOLD.of(created.coldkeyMnemonic()));
        }
        out.println("Hotkey   " + Style.BOLD.of(created.hotkeyMnemonic()));
        out.flush();
    }

    private static @Nullable String phrase(@Nullable Mnemonic mnemonic) {
        return mnemonic == null ? null : mnemonic.phrase();
    }

    /**
     * What was made.
     *
     * @param coldkeyMnemonic null when the wallet had a coldkey
     */
    private record Created(
            WalletSummary wallet, @Nullable String coldkeyMnemonic, String hotkeyMnemonic) {}
}
