package io.filetao.common.network;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.wallet.Ss58Address;

/** A prover of the metagraph that serves an axon. */
public record Miner(int uid, Ss58Address hotkey, Ss58Address coldkey, AxonInfo axon) {

    /** The miner as a node to call. */
    public Peer peer() {
        return new Peer(this.hotkey, this.axon);
    }

    @Override
    public String toString() {
        return "miner " + this.hotkey.abbreviated() + " (uid " + this.uid + ")";
    }
}
