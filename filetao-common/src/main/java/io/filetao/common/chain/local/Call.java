package io.filetao.common.chain.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.util.TreeMap;

/** What a signed transaction asks the local chain to do; named after the calls of subtensor. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "call")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Call.BurnedRegister.class, name = "burned_register"),
    @JsonSubTypes.Type(value = Call.Deregister.class, name = "deregister"),
    @JsonSubTypes.Type(value = Call.AddStake.class, name = "add_stake"),
    @JsonSubTypes.Type(value = Call.ServeAxon.class, name = "serve_axon"),
    @JsonSubTypes.Type(value = Call.SetWeights.class, name = "set_weights")
})
sealed interface Call {

    int netuid();

    /** Registers a hotkey for the coldkey that signs and burns the price. */
    record BurnedRegister(int netuid, Ss58Address hotkey) implements Call {}

    /** Frees the hotkey's slot; signed by its coldkey. Only the local chain has it. */
    record Deregister(int netuid, Ss58Address hotkey) implements Call {}

    /** Moves rao from the coldkey that signs to a hotkey. */
    record AddStake(int netuid, Ss58Address hotkey, BigInteger rao) implements Call {}

    /** Announces where the hotkey that signs serves. */
    record ServeAxon(int netuid, String ip, int port, int version) implements Call {}

    /** Sets the weights of the hotkey that signs. */
    record SetWeights(int netuid, TreeMap<Integer, Integer> weights, long versionKey)
            implements Call {}
}
