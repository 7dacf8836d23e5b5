package io.filetao.miner.challenge;

import io.filetao.common.proof.OpeningRequest;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Gives the opening of an answer to whoever got that answer. */
public final class OpeningHandler implements SynapseHandler {

    private final PendingOpenings<ChallengeKey, PreparedProof> openings;

    public OpeningHandler(PendingOpenings<ChallengeKey, PreparedProof> openings) {
        this.openings = openings;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        OpeningRequest asked =
                OpeningRequest.decode(ByteBuffer.wrap(request.message(OpeningRequest.BYTES)));
        ChallengeKey key = new ChallengeKey(request.caller().hotkey(), asked.rid(), asked.number());
        return this.openings
                .find(key)
                .map(PreparedProof::opening)
                .map(AxonResponse::ok)
                .orElseThrow(() ->
                        new AxonException(
                                404,
                                "unknown-opening",
                                "No answer to this challenge waits to be opened"));
    }
}
