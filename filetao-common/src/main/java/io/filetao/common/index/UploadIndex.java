package io.filetao.common.index;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Uploads that go on over several requests, wherever these arrive. Calls block the calling virtual thread and throw
 * {@link IndexUnavailableException} when the index is away.
 */
public interface UploadIndex {

    /** Enters a new upload. */
    void begin(PendingUpload upload);

    Optional<PendingUpload> find(String id);

    /** Settles the length of an upload that began without; answers false when another was settled. */
    boolean settleLength(String id, long length);

    /**
     * Enters segments that miners hold now.
     *
     * @param before the upload as it was found
     * @param after the same with more segments, a greater offset and a later end
     * @return false when the upload has moved on meanwhile or is gone; the segments are nobody's then
     */
    boolean advance(PendingUpload before, PendingUpload after);

    /** The file is recorded: its segments are forgotten here, the rest stays until the end given. */
    void finish(String id, String cid, Instant until);

    /** Forgets an upload. */
    void remove(String id);

    /** Ids of unfinished uploads that end before the given time, at most {@code limit}. */
    List<String> expired(Instant before, int limit);
}
