package io.filetao.common.chain;

import io.filetao.common.wallet.Ss58Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All neurons of one subnet at one block.
 *
 * @param neurons ordered by uid
 */
public record Metagraph(int netuid, Block block, List<Neuron> neurons) {

    public Metagraph {
        neurons = neurons.stream().sorted(Comparator.comparingInt(Neuron::uid)).toList();
    }

    /** The neuron registered with the given hotkey. */
    public Optional<Neuron> neuron(Ss58Address hotkey) {
        return this.neurons.stream().filter(neuron -> neuron.hotkey().equals(hotkey)).findFirst();
    }
}
