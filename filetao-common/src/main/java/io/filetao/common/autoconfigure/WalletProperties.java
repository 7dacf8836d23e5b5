package io.filetao.common.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose keys a node works with.
 *
 * @param path Directory of the wallets.
 * @param name Name of the wallet.
 * @param hotkey Name of the wallet's hotkey.
 */
@ConfigurationProperties("filetao.wallet")
record WalletProperties(
        @DefaultValue("~/.bittensor/wallets") String path,
        @DefaultValue("default") String name,
        @DefaultValue("default") String hotkey) {}
