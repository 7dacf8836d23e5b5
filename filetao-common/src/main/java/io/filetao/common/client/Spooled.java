package io.filetao.common.client;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file that lies ready to be sent, and survives until a node has acknowledged it.
 *
 * @param bytes file with the bytes to send
 * @param digest their SHA-256, 64 hex digits
 * @param account address of the coldkey it was encrypted under, or {@code open}
 * @param source where the bytes came from, null for standard input
 * @param name file name at the source, null for standard input
 * @param size bytes before encryption
 * @param payload sealed {@link FilePayload}, null when the bytes are not encrypted
 * @param contentRoot Merkle root over the bytes to send, 64 hex digits; null when an older program spooled them
 */
public record Spooled(
        Path bytes,
        String digest,
        String account,
        @Nullable Source source,
        @Nullable String name,
        long size,
        @Nullable String payload,
        String contentType,
        @Nullable Duration ttl,
        @Nullable String contentRoot) {

    /**
     * A file as it was when it was read; another size or time means that it has changed since.
     *
     * @param path absolute
     * @param modified milliseconds since 1970
     */
    public record Source(String path, long size, long modified) {}
}
