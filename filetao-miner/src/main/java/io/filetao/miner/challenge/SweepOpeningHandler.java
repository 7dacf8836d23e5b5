package io.filetao.miner.challenge;

import io.filetao.common.proof.SweepOpeningRequest;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Gives the opening of a sweep's answer to whoever got that answer. */
public final class SweepOpeningHandler implements SynapseHandler {

    /** More bytes than any request has. */
    public static final int MAX_BYTES = 64;

    private final PendingOpenings<SweepKey, byte[]> openings;

    public SweepOpeningHandler(PendingOpenings<SweepKey, byte[]> openings) {
        this.openings = openings;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        SweepOpeningRequest asked =
                SweepOpeningRequest.decode(ByteBuffer.wrap(request.message(MAX_BYTES)));
        return this.openings
                .find(new SweepKey(request.caller().hotkey(), asked.seed()))
                .map(AxonResponse::ok)
                .orElseThrow(() ->
                        new AxonException(
                                404,
                                "unknown-opening",
                                "No answer to this sweep waits to be opened"));
    }
}
