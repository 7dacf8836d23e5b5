package io.filetao.common.protocol.dendrite;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.wallet.Ss58Address;

/** A node to call: where it serves, and the hotkey that its answers must be signed by. */
public record Peer(Ss58Address hotkey, AxonInfo axon) {

    @Override
    public String toString() {
        return this.hotkey.abbreviated() + " at " + this.axon.ip() + ":" + this.axon.port();
    }
}
