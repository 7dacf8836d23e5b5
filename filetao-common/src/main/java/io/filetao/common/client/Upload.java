package io.filetao.common.client;

import io.filetao.common.crypto.Hash;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to be stored and what is said about them.
 *
 * @param bytes file with the bytes as they are sent
 * @param digest their SHA-256
 * @param payload sealed {@link FilePayload}, null for a file stored as it is
 * @param name file name that everybody may see, null for none
 * @param contentType media type that everybody may see
 * @param ttl how long the file shall be kept, null for the node's default
 */
public record Upload(
        Path bytes,
        Hash digest,
        @Nullable String payload,
        @Nullable String name,
        String contentType,
        @Nullable Duration ttl) {}
