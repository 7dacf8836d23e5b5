package io.filetao.common.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account's hold on a file.
 *
 * @param account SS58 address of the coldkey, or {@code open} for unsigned uploads under open access
 * @param payload what the client encrypted for itself, base64url, at most 8 KiB; null for a file stored as sent
 * @param name file name as sent in Content-Disposition, null when none was
 * @param expiresAt when the claim ends by itself
 */
public record Claim(
        String account,
        @Nullable String payload,
        @Nullable String name,
        String contentType,
        Instant createdAt,
        Instant expiresAt) {

    /** Account of random data that a validator stores to try miners; nobody can sign for it. */
    public static final String SYNTHETIC = "synthetic";
}
