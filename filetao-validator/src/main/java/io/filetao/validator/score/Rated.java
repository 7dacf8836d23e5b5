package io.filetao.validator.score;

import io.filetao.common.chain.Neuron;
import io.filetao.common.wallet.Ss58Address;

/**
 * A hotkey at its uid, as it is registered now.
 *
 * @param since block of the registration
 */
public record Rated(int uid, Ss58Address hotkey, long since) {

    public static Rated of(Neuron neuron) {
        return new Rated(neuron.uid(), neuron.hotkey(), neuron.registeredAt());
    }
}
