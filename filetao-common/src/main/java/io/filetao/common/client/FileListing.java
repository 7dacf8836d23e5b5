package io.filetao.common.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the account's files, newest first.
 *
 * @param next cursor of the following page, null at the end
 */
public record FileListing(List<Entry> items, @Nullable String next) {

    /**
     * One file.
     *
     * @param size bytes as stored
     * @param name as sent with the file, null when none was or when it is inside the payload
     * @param payload of the account's claim, null for a file stored as sent
     */
    public record Entry(
            String cid,
            long size,
            @Nullable String name,
            String contentType,
            @Nullable String payload,
            Instant createdAt,
            Instant expiresAt) {}
}
