package io.filetao.common.protocol.axon;

import java.io.InputStream;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Turns the body of a request, which an event loop delivers, into a stream that a virtual thread reads.
 *
 * <p>At most {@value #DEMAND} buffers are on the way at any time, so that a slow reader slows the sender down instead of filling the
 * memory. Nothing is asked of the sender before the first read: a request that is refused from its headers alone never gets
 * its {@code 100 Continue}.
 */
public final class RequestBodies {

    static final int DEMAND = 8;

    private RequestBodies() {}

    /**
     * Opens the body; it can be opened once. The stream belongs to one thread, which must close it; closing before the end
     * cancels the transfer. Reads throw {@link BodyException} when the sender aborts, sends more than {@code maxBytes}, or sends nothing for
     * {@code idleTimeout} while a read waits (the time that the reader itself takes does not count).
     *
     * @param maxBytes the most bytes that are accepted
     */
    public static InputStream open(
            Publisher<DataBuffer> body, long maxBytes, Duration idleTimeout) {
        return new RequestBodyStream(body, maxBytes, idleTimeout);
    }
}
