package io.filetao.cli.connection;

import java.net.URI;
import java.util.Optional;

/** The base address of an API node as somebody wrote it. */
final class NodeAddress {

    private NodeAddress() {}

    /** The address, if it is {@code http://HOST:PORT} or {@code https://HOST}. */
    static Optional<URI> parse(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
