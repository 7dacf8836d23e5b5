package io.filetao.common.transfer;

import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.protocol.dendrite.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The moves of a proof, each one sent and timed. */
final class ProofCalls {

    /** What the deadline leaves to the network, so that an answer in time is not cut off on its way. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private final Dendrite dendrite;

    ProofCalls(Dendrite dendrite) {
        this.dendrite = dendrite;
    }

    /**
     * Sends a move and waits for the answer to it.
     *
     * @param maxBytes of the answer
     * @param deadline of the answer; one that comes a little later still comes back, for the verdict to say so
     * @throws IOException when there is no answer or a refusal
     */
    Timed ask(Peer peer, String path, byte[] move, int maxBytes, Duration deadline)
            throws IOException {
        long sent = System.nanoTime();
        Reply reply = this.dendrite.call(peer, "POST", path, move, maxBytes, deadline.plus(SLACK));
        return new Timed(ByteBuffer.wrap(reply.body()), Duration.ofNanos(System.nanoTime() - sent));
    }

    /** An answer and how long it took. */
    record Timed(ByteBuffer body, Duration took) {}
}
