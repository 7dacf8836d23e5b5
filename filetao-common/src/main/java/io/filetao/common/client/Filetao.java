package io.filetao.common.client;

import io.filetao.common.chain.Subtensor;
import io.filetao.common.cid.Cid;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import java.io.IOException;
import java.util.List;

/**
 * Stores and retrieves in one call each.
 *
 * <pre>{@code
 * StoredData stored = Filetao.store(data, wallet, chain, UserOptions.DEFAULTS);
 * byte[] back = Filetao.retrieve(stored.cid(), wallet, chain, stored.hotkeys(), UserOptions.DEFAULTS);
 * }</pre>
 *
 * <p>For wallets with encrypted keyfiles, streams and named nodes there are {@link StoreUserApi} and {@link RetrieveUserApi}.
 */
public final class Filetao {

    private Filetao() {}

    /** Stores data for a wallet at a validator of the chain's subnet. */
    public static StoredData store(byte[] data, Wallet wallet, Subtensor chain, UserOptions options)
            throws IOException {
        return new StoreUserApi(wallet, PasswordSource.NONE)
                .store(data, chain.metagraph(), options);
    }

    /** Retrieves data from the validators that index it. */
    public static byte[] retrieve(
            Cid cid, Wallet wallet, Subtensor chain, List<Ss58Address> hotkeys, UserOptions options)
            throws IOException {
        return new RetrieveUserApi(wallet, PasswordSource.NONE)
                .retrieve(cid, hotkeys, chain.metagraph(), options);
    }
}
