package io.filetao.cli.wallet;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.Json;
import io.filetao.common.wallet.KeyfileException;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a key into a wallet by its mnemonic or seed. */
@Command(
        name = "import",
        description =
                "Bring a coldkey or a hotkey into a wallet by its mnemonic or its 0x seed, typed"
                        + " when asked for, or given on standard input; never as an argument, which"
                        + " others can read.",
        mixinStandardHelpOptions = true)
final class WalletImportCommand implements Runnable {

    private static final int MAX_INPUT = 4096;

    @Mixin private final WalletOptions options = new WalletOptions();

    @Option(
            names = "--key",
            defaultValue = "coldkey",
            description =
                    "Which key it becomes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Kind kind = Kind.COLDKEY;

    @Option(names = "--no-password", description = "Leave an imported coldkey unencrypted.")
    private boolean plain;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final WalletPasswords passwords;
    private final Supplier<InputStream> standardInput;

    WalletImportCommand() {
        this(new WalletPasswords(), () -> System.in);
    }

    WalletImportCommand(WalletPasswords passwords, Supplier<InputStream> standardInput) {
        this.passwords = passwords;
        this.standardInput = standardInput;
    }

    @Override
    public void run() {
        Wallet wallet = this.options.wallet();
        switch (this.kind) {
            case COLDKEY -> importColdkey(wallet, readSecret());
            case HOTKEY -> importHotkey(wallet, readSecret());
        }
        WalletSummary summary = WalletSummary.of(wallet);
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, summary);
        } else {
            WalletShowCommand.print(out, summary);
        }
    }

    private void importColdkey(Wallet wallet, String secret) {
        Mnemonic mnemonic = isSeed(secret) ? null : Mnemonic.parse(secret);
        Keypair keypair =
                Keypair.ofMiniSecret(mnemonic == null ? seed(secret) : mnemonic.miniSecret());
        char[] password =
                this.plain
                        ? null
                        : this.passwords.newPassword("coldkey of wallet " + wallet.name());
        if (mnemonic == null) {
            wallet.createColdkey(keypair, password);
        } else {
            wallet.createColdkey(mnemonic, password);
        }
        if (password != null) {
            Arrays.fill(password, '\0');
        }
        if (wallet.hasHotkey()) {
            wallet.certify(keypair, Instant.now());
        }
    }

    private void importHotkey(Wallet wallet, String secret) {
        if (isSeed(secret)) {
            wallet.createHotkey(Keypair.ofMiniSecret(seed(secret)));
        } else {
            wallet.createHotkey(Mnemonic.parse(secret));
        }
        if (wallet.hasColdkey() && !wallet.coldkeyFile().isEncrypted()) {
            certifyPlain(wallet);
        }
    }

    /** A damaged coldkey is no reason to refuse a hotkey that is in place already. */
    private static void certifyPlain(Wallet wallet) {
        try {
            wallet.certify(wallet.unlockColdkey(PasswordSource.NONE), Instant.now());
        } catch (KeyfileException unusable) {
            // The summary that follows shows the coldkey's state and that there is no certificate.
            return;
        }
    }

    private String readSecret() {
        char[] typed = this.passwords.secret("Mnemonic or 0x seed: ");
        if (typed != null) {
            return new String(typed).strip();
        }
        try {
            byte[] piped = this.standardInput.get().readNBytes(MAX_INPUT);
            return new String(piped, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new CommandException(
                    "The mnemonic cannot be read from standard input.", unreadable);
        }
    }

    private static boolean isSeed(String secret) {
        return secret.startsWith("0x");
    }

    private static byte[] seed(String secret) {
        if (!secret.matches("0x[0-9a-fA-F]{64}")) {
            throw new CommandException(
                    "A seed is 0x and 64 hexadecimal digits; check what you entered.");
        }
        return HexFormat.of().parseHex(secret, 2, secret.length());
    }

    /** Which key is imported. */
    enum Kind {
        COLDKEY,
        HOTKEY;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
