package io.filetao.common.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API's acknowledgement of a file.
 *
 * @param cid identifier of the bytes as sent
 * @param size bytes as sent
 * @param segments number of segments
 * @param contentRoot Merkle root over the bytes as sent, 64 hex digits
 * @param expiresAt when the claim ends by itself
 * @param hotkeys validators that index the file
 */
public record StoredFile(
        String cid,
        long size,
        int segments,
        @Nullable String contentRoot,
        Instant expiresAt,
        List<String> hotkeys) {}
