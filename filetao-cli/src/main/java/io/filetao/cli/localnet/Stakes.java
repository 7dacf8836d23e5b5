package io.filetao.cli.localnet;

import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;

/** How a hotkey gets stake on a chain; enough of it makes the hotkey a validator. */
public interface Stakes {

    /** Adds to the stake of a registered hotkey. */
    void add(Signer coldkey, Ss58Address hotkey, BigInteger rao);
}
