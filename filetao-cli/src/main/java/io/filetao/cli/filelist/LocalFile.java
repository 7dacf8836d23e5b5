package io.filetao.cli.filelist;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that was stored from this machine.
 *
 * @param name null for one that came from standard input
 * @param size bytes before encryption, -1 when unknown
 * @param contentRoot Merkle root over the stored bytes, null when unknown
 * @param hotkeys validators that index it
 */
public record LocalFile(
        @Nullable String name,
        String cid,
        long size,
        boolean encrypted,
        @Nullable String contentRoot,
        @Nullable Instant storedAt,
        @Nullable Instant expiresAt,
        List<String> hotkeys) {

    public LocalFile {
        hotkeys = List.copyOf(hotkeys);
    }
}
