package io.filetao.miner.admission;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.protocol.axon.Admission;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Admits registered validators: neurons with a permit and enough stake, unless they are blacklisted. */
public final class ValidatorAdmission implements Admission {

    private static final int RAO_DIGITS = 9;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MetagraphCache metagraph;
    private final BigInteger minStake;
    private final boolean requirePermit;
    private final Set<Ss58Address> blacklist;

    public ValidatorAdmission(MetagraphCache metagraph, AdmissionProperties properties) {
        this.metagraph = metagraph;
        this.minStake = properties.minStake().movePointRight(RAO_DIGITS).toBigInteger();
        this.requirePermit = properties.requirePermit();
        this.blacklist =
                properties.blacklistedHotkeys().stream()
                        .map(Ss58Address::new)
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void admit(Ss58Address hotkey) {
        if (this.blacklist.contains(hotkey)) {
            throw new AxonException(403, "blacklisted", "This miner does not answer this hotkey");
        }
        Neuron neuron = neuron(hotkey);
        if (this.requirePermit && !neuron.validatorPermit()) {
            throw new AxonException(
                    403,
                    "no-permit",
                    "This miner answers validators only; the hotkey has no permit");
        }
        if (neuron.stake().compareTo(this.minStake) <= 0) {
            throw new AxonException(
                    403, "too-little-stake", "This miner answers validators with more stake only");
        }
    }

    private Neuron neuron(Ss58Address hotkey) {
        try {
            return this.metagraph
                    .neuron(hotkey)
                    .orElseThrow(() ->
                            new AxonException(
                                    403,
                                    "not-registered",
                                    "This hotkey is not registered on the subnet"));
        } catch (ChainException away) {
            throw new AxonException(
                    503, "chain-unavailable", "This node cannot reach the chain; try again", SOON);
        }
    }
}
