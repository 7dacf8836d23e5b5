package io.filetao.common.protocol.axon;

import io.filetao.common.proof.MalformedMessageException;
import java.io.IOException;

/** Answers one kind of request, by blocking code on a virtual thread. */
@FunctionalInterface
public interface SynapseHandler {

    /**
     * Answers a request.
     *
     * @throws AxonException to refuse with a stable code
     * @throws MalformedMessageException answered as 400
     * @throws IOException answered as what it is for a {@link BodyException}, otherwise as 500 without its details
     */
    AxonResponse handle(AxonRequest request)
            throws AxonException, MalformedMessageException, IOException, InterruptedException;
}
