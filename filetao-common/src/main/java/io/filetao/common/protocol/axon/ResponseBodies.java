package io.filetao.common.protocol.axon;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;

/**
 * Turns blocking writes into the body of a response.
 *
 * <p>A writer runs on a thread of the given executor, which must be one of virtual threads. It waits while {@value #IN_FLIGHT} buffers of {@value #BUFFER_SIZE} bytes
 * are on their way to the socket, whatever the transport would take in advance, so that one response holds at most 256 KiB
 * outside of its writer.
 */
public final class ResponseBodies {

    static final int BUFFER_SIZE = 64 << 10;
    static final int IN_FLIGHT = 4;

    private ResponseBodies() {}

    /**
     * The body that a writer writes. When the receiver goes away the writer's thread is interrupted and its next write throws
     * {@link BodyException}, likewise when the receiver takes nothing for {@code idleTimeout}.
     */
    public static Flux<DataBuffer> write(
            DataBufferFactory buffers, Executor executor, Duration idleTimeout, BodyWriter writer) {
        return Flux.from(subscriber ->
                subscriber.onSubscribe(
                        new ResponseBodyStream(
                                subscriber, buffers, executor, idleTimeout, writer)));
    }

    /** The bytes of a stream, which is closed at the end, on failure, and when the receiver goes away. */
    public static Flux<DataBuffer> copy(
            DataBufferFactory buffers,
            Executor executor,
            Duration idleTimeout,
            InputStream source) {
        return write(
                buffers,
                executor,
                idleTimeout,
                body -> {
                    try (source) {
                        source.transferTo(body);
                    }
                });
    }
}
