package io.filetao.common.broadband;

import io.filetao.common.crypto.Hash;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a body to store.
 *
 * @param size exact number of bytes, empty while unknown
 * @param account SS58 address of the coldkey, or {@code open}
 * @param payload what the client encrypted for itself, base64url
 * @param name file name
 * @param ttl how long the account's claim lasts
 * @param expectedDigest SHA-256 that the bytes must have; bytes that are held already are not read then
 */
public record StoreRequest(
        OptionalLong size,
        String account,
        @Nullable String payload,
        @Nullable String name,
        String contentType,
        Duration ttl,
        @Nullable Hash expectedDigest) {

    public StoreRequest {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("A file is kept for at least a second");
        }
    }
}
