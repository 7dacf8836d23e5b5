package io.filetao.common.chain;

import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * One slot of the metagraph.
 *
 * @param stake in rao (10^9 rao = 1 TAO), unsigned
 * @param axon null while the neuron serves nowhere
 * @param lastUpdate block in which the neuron last set weights, 0 if never
 * @param registeredAt block of registration
 */
public record Neuron(
        int uid,
        Ss58Address hotkey,
        Ss58Address coldkey,
        BigInteger stake,
        boolean validatorPermit,
        @Nullable AxonInfo axon,
        long lastUpdate,
        long registeredAt) {}
