package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Neuron;
import java.util.List;
import java.util.Optional;

/** One way to learn who is on a subnet. */
interface MetagraphSource {

    /** Its name for people who look into what was read. */
    String name();

    /**
     * Reads all neurons at the block of the state.
     *
     * @return empty when this runtime does not offer this way
     * @throws ChainException when it does and the answer cannot be had
     */
    Optional<List<Neuron>> read(ChainState state, int netuid);
}
