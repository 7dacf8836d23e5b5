package io.filetao.common.index;

import io.filetao.common.crypto.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes in over several requests, as it stands now: what was said when it began and the segments that miners hold.
 *
 * @param id 32 hex digits, chosen at random
 * @param fileId 32 hex digits, the name under which the shards travel
 * @param terms what the file's claim will say
 * @param length bytes of the whole file, empty while its sender has not said
 * @param offset bytes that miners hold; the sum of the segments' sizes while the upload goes on
 * @param digest state of the computation of the file's identity over these bytes
 * @param segments none any more once the file is recorded
 * @param expiresAt when it is given up, unless more comes before
 * @param cid identifier of the recorded file, null before
 */
public record PendingUpload(
        String id,
        String fileId,
        Terms terms,
        OptionalLong length,
        long offset,
        byte[] digest,
        List<SegmentRecord> segments,
        Instant expiresAt,
        @Nullable String cid) {

    public PendingUpload {
        segments = List.copyOf(segments);
    }

    /** Whether every byte is there. */
    public boolean isComplete() {
        return this.length.isPresent() && this.length.getAsLong() == this.offset;
    }

    /** Bytes that are still to come at most. */
    public long missing() {
        return this.length.orElse(Long.MAX_VALUE) - this.offset;
    }

    /**
     * What was said of a file before its bytes came.
     *
     * @param account of the claim
     * @param payload as in {@link Claim}
     * @param name as in {@link Claim}
     * @param ttl how long the claim lasts, counted from the recording of the file
     * @param metadata as the sender wrote it, given back as it is; null for none
     * @param digest SHA-256 that the whole file must have, null when its sender did not say
     */
    public record Terms(
            String account,
            @Nullable String payload,
            @Nullable String name,
            String contentType,
            Duration ttl,
            @Nullable String metadata,
            @Nullable Hash digest) {}
}
