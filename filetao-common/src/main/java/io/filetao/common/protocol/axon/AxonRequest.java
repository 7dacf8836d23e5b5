package io.filetao.common.protocol.axon;

import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.axon.BodyException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose sender is authenticated and admitted.
 *
 * @param caller who signed it
 * @param path values of the variables in the route's pattern
 * @param query values of the query's parameters, the first of each
 * @param announcedLength Content-Length, or -1 when the body's length was not announced
 * @param body the body; its end is reached only if the bytes have the digest that was signed, otherwise the last read throws
 *     {@link BodyException}. Nothing that was read may be kept before the end is reached.
 */
public record AxonRequest(
        Caller caller,
        Map<String, String> path,
        Map<String, String> query,
        long announcedLength,
        InputStream body) {

    public AxonRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** The value of a variable that the route's pattern names. */
    public String variable(String name) {
        String value = this.path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no variable named " + name);
        }
        return value;
    }

    /** The value of a query parameter, empty when it was not sent. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(this.query.get(name));
    }

    /** The whole body of a message that is small enough to be held in memory; its digest is checked. */
    public byte[] message(int maxBytes) throws IOException {
        byte[] bytes = this.body.readNBytes(maxBytes);
        if (this.body.read() >= 0) {
            throw new BodyException(
                    Reason.TOO_LARGE, "The message is longer than " + maxBytes + " bytes");
        }
        return bytes;
    }
}
