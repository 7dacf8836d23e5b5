package io.filetao.common.chain;

import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.util.Optional;

/**
 * The chain as this network needs it: one port for a real subtensor node and for the local chain.
 *
 * <p>Calls block the calling (virtual) thread, never an event loop; each ends within the adapter's time limit. Every call
 * throws {@link ChainException} when the chain is away or refuses.
 */
public interface Subtensor extends AutoCloseable {

    /** Hash of block 0, which names the chain. */
    Block genesis();

    /** The newest block. */
    Block head();

    /** The newest block that cannot be undone. */
    Block finalizedHead();

    /** The block of a number, empty when it is not there yet. */
    Optional<Block> block(long number);

    /** All neurons of the configured subnet at one block. */
    Metagraph metagraph();

    Hyperparameters hyperparameters();

    /** Registers a hotkey for the coldkey that signs; a registered one is left alone. Answers the uid. */
    int register(Signer coldkey, Ss58Address hotkey);

    /** Announces where the hotkey's neuron serves; what is announced already is not sent again. */
    void serveAxon(Signer hotkey, AxonInfo axon);

    /** Sets the validator's weights. */
    void setWeights(Signer hotkey, Weights weights);

    @Override
    void close();
}
