package io.filetao.cli.node;

import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.DepartureReply;
import io.filetao.common.protocol.DepartureRequest;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells every validator of a subnet that a miner leaves, and hears what each of them still has there. */
final class Farewell {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Dendrite dendrite;
    private final List<Peer> validators;

    Farewell(Dendrite dendrite, Metagraph metagraph) {
        this.dendrite = dendrite;
        this.validators = new ArrayList<>();
        for (Neuron neuron : metagraph.neurons()) {
            boolean other = !neuron.hotkey().equals(dendrite.address());
            if (other && neuron.validatorPermit() && neuron.axon() != null) {
                this.validators.add(new Peer(neuron.hotkey(), neuron.axon()));
            }
        }
    }

    /**
     * What one validator answered.
     *
     * @param shards that it still has on the miner
     * @param problem why it could not be asked, empty if it could
     */
    record Answer(Ss58Address validator, long shards, long bytes, String problem) {

        boolean isHeard() {
            return this.problem.isEmpty();
        }
    }

    /** Asks each in turn. */
    List<Answer> say(boolean leaves) {
        List<Answer> answers = new ArrayList<>();
        for (Peer validator : this.validators) {
            answers.add(say(validator, leaves));
        }
        return answers;
    }

    private Answer say(Peer validator, boolean leaves) {
        try {
            DepartureReply reply =
                    DepartureReply.decode(
                            ByteBuffer.wrap(
                                    this.dendrite
                                            .call(
                                                    validator,
                                                    "POST",
                                                    AxonPaths.DEPARTURES,
                                                    new DepartureRequest(leaves).encode(),
                                                    DepartureReply.BYTES,
                                                    TIMEOUT)
                                            .body()));
            return new Answer(validator.hotkey(), reply.shards(), reply.bytes(), "");
        } catch (IOException failure) {
            return new Answer(validator.hotkey(), 0, 0, String.valueOf(failure.getMessage()));
        }
    }
}
