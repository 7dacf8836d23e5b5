package io.filetao.validator.expiry;

import io.filetao.common.broadband.UploadWriter;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.redis.Locks;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Ends the resumable uploads that rested for too long: the shards of their segments are dropped and nothing is left of them. One that
 * a request works on is left to it.
 */
final class AbandonedUploadsChore implements Chore {

    private static final Duration LEASE = Duration.ofMinutes(2);

    private final UploadIndex uploads;
    private final UploadWriter writer;
    private final Locks locks;
    private final InstantSource clock;

    AbandonedUploadsChore(
            UploadIndex uploads, UploadWriter writer, Locks locks, InstantSource clock) {
        this.uploads = uploads;
        this.writer = writer;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "uploads";
    }

    @Override
    public int everyBlocks() {
        return 60;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(20);
    }

    @Override
    public ChoreOutcome run(Tick tick) {
        Instant now = this.clock.instant();
        return Overdue.endAll(limit -> this.uploads.expired(now, limit), id -> end(id, now));
    }

    private boolean end(String id, Instant now) {
        Optional<Locks.Lease> lease = this.locks.tryAcquire(UploadWriter.lock(id), LEASE);
        if (lease.isEmpty()) {
            return false;
        }
        try (Locks.Lease _ = lease.get()) {
            Optional<PendingUpload> upload = this.uploads.find(id);
            if (upload.isEmpty()) {
                this.uploads.remove(id);
                return true;
            }
            if (!upload.get().expiresAt().isBefore(now)) {
                return false;
            }
            this.writer.remove(upload.get());
            return true;
        }
    }
}
