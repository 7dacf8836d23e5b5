package io.filetao.validator.axon;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.protocol.axon.Admission;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.wallet.Ss58Address;

/** Every neuron of the subnet may call. */
final class RegisteredAdmission implements Admission {

    private final MetagraphCache metagraph;

    RegisteredAdmission(MetagraphCache metagraph) {
        this.metagraph = metagraph;
    }

    @Override
    public void admit(Ss58Address hotkey) {
        boolean registered;
        try {
            registered = this.metagraph.neuron(hotkey).isPresent();
        } catch (ChainException away) {
            throw new AxonException(
                    503, "chain-away", "The chain cannot be read now; try again later");
        }
        if (!registered) {
            throw new AxonException(
                    403, "not-registered", "The hotkey is not registered in this subnet");
        }
    }
}
