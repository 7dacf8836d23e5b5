package io.filetao.common.index;

import io.filetao.common.content.ContentRoot;
import java.time.Instant;
import java.util.List;

/**
 * The truth about one file: its bytes' identity and where they are.
 *
 * @param cid CID of the bytes as stored (encrypted, when the client encrypted them)
 * @param fileId 16 random bytes as 32 hex digits, the name under which the shards travelled
 * @param size bytes
 * @param contentRoot Merkle root over the bytes as stored
 */
public record FileRecord(
        String cid,
        String fileId,
        long size,
        ContentRoot contentRoot,
        Instant createdAt,
        List<SegmentRecord> segments) {

    public FileRecord {
        segments = List.copyOf(segments);
    }
}
