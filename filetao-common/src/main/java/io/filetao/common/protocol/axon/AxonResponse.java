package io.filetao.common.protocol.axon;

/** What a handler answers; the axon signs it. */
public sealed interface AxonResponse {

    /** Media type of binary messages and of streams of frames. */
    String BINARY = "application/octet-stream";

    int status();

    String contentType();

    /** An answer that is known before it is sent; its signature travels in a header. */
    record Whole(int status, String contentType, byte[] body) implements AxonResponse {}

    /**
     * An answer that is produced while it is sent; the axon adds the frame with its signature at the end.
     *
     * @param length bytes that the writer writes, or -1 when that is not known
     */
    record Streamed(int status, String contentType, long length, BodyWriter writer)
            implements AxonResponse {}

    /** A binary message with status 200. */
    static AxonResponse ok(byte[] message) {
        return new Whole(200, BINARY, message);
    }

    /** A binary message with status 201. */
    static AxonResponse created(byte[] message) {
        return new Whole(201, BINARY, message);
    }

    /** Nothing, with status 204. */
    static AxonResponse done() {
        return new Whole(204, BINARY, new byte[0]);
    }
}
