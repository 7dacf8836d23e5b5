package io.filetao.cli.wallet;

import io.filetao.common.wallet.Keyfile;
import io.filetao.common.wallet.KeyfileException;
import io.filetao.common.wallet.KeyfileException.Reason;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a wallet without opening what is encrypted.
 *
 * @param path directory of the wallet
 * @param coldkey SS58 address; null when it is missing or cannot be read
 * @param coldkeyState {@code encrypted}, {@code plain}, {@code missing} or {@code damaged}
 * @param hotkey SS58 address; null when it is missing, encrypted or cannot be read
 * @param hotkeyState like that of the coldkey
 * @param accountUntil until when the hotkey's certificate holds; null when there is none
 */
record WalletSummary(
        String name,
        String hotkeyName,
        String path,
        @Nullable String coldkey,
        String coldkeyState,
        @Nullable String hotkey,
        String hotkeyState,
        @Nullable String accountUntil) {

    static WalletSummary of(Wallet wallet) {
        return new WalletSummary(
                wallet.name(),
                wallet.hotkeyName(),
                wallet.directory().toString(),
                orNull(() -> wallet.coldkeyAddress().value()),
                state(wallet.coldkeyFile()),
                orNull(() -> wallet.hotkeyFile().address(PasswordSource.NONE).value()),
                state(wallet.hotkeyFile()),
                orNull(() ->
                        wallet.account()
                                .map(account -> account.expiresAt().toString())
                                .orElse(null)));
    }

    private static String state(Keyfile keyfile) {
        try {
            if (keyfile.isEncrypted()) {
                return "encrypted";
            }
            keyfile.keypair(PasswordSource.NONE);
            return "plain";
        } catch (KeyfileException unusable) {
            return unusable.reason() == Reason.MISSING ? "missing" : "damaged";
        }
    }

    private static @Nullable String orNull(Supplier<@Nullable String> value) {
        try {
            return value.get();
        } catch (KeyfileException unusable) {
            return null;
        }
    }
}
