package io.filetao.cli.wallet;

import io.filetao.common.wallet.Wallet;
import picocli.CommandLine.Option;

/** Which wallet a command uses; a mixin for every command that needs one. Bittensor's own variables are the last resort. */
public final class WalletOptions {

    @Option(
            names = "--wallet.name",
            paramLabel = "NAME",
            defaultValue = "${env:BT_WALLET_NAME:-default}",
            description = "Name of the wallet (default: ${DEFAULT-VALUE}).")
    private String name = "default";

    @Option(
            names = "--wallet.hotkey",
            paramLabel = "NAME",
            defaultValue = "${env:BT_WALLET_HOTKEY:-default}",
            description = "Name of the hotkey (default: ${DEFAULT-VALUE}).")
    private String hotkey = "default";

    @Option(
            names = "--wallet.path",
            paramLabel = "DIR",
            defaultValue = "${env:BT_WALLET_PATH:-~/.bittensor/wallets}",
            description = "Directory of all wallets (default: ${DEFAULT-VALUE}).")
    private String path = "~/.bittensor/wallets";

    /** The wallet that is meant, whether or not it exists. */
    public Wallet wallet() {
        return Wallet.at(Wallet.path(this.path), this.name, this.hotkey);
    }
}
