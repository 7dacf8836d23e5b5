package io.filetao.api.upload;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.broadband.UploadWriter;
import io.filetao.common.redis.Locks;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has each upload written by one request at a time, over all replicas. A lease in Redis that is renewed while the request goes on, so
 * that a replica that dies holds nobody up for longer than {@link #LEASE}. Calls block.
 */
@Component
final class UploadLocks {

    private static final Logger LOG = LoggerFactory.getLogger(UploadLocks.class);
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration RENEWAL = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int RETRY_SECONDS = 2;

    private final Locks locks;

    UploadLocks(Locks locks) {
        this.locks = locks;
    }

    /**
     * Takes the lock, or waits for it: a request that broke off ends when the segment that it brought is stored.
     *
     * @throws ProblemException with 423 when another request still holds it then
     */
    Held take(String id, Duration wait) {
        long start = System.nanoTime();
        while (true) {
            Optional<Locks.Lease> lease = this.locks.tryAcquire(UploadWriter.lock(id), LEASE);
            if (lease.isPresent()) {
                return new Held(lease.get());
            }
            if (System.nanoTime() - start >= wait.toNanos()) {
                throw new ProblemException(
                                ProblemType.UPLOAD_LOCKED,
                                "Another part of this upload is on its way; ask for its offset when"
                                        + " that has ended.")
                        .retryAfter(RETRY_SECONDS);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The node is being stopped; ask another one.");
        }
    }

    /** A lock that is held until it is closed. */
    static final class Held implements AutoCloseable {

        private final Locks.Lease lease;
        private final Thread renewal;

        private Held(Locks.Lease lease) {
            this.lease = lease;
            this.renewal = Thread.ofVirtual().name("upload-lock").start(this::renew);
        }

        private void renew() {
            try {
                while (true) {
                    Thread.sleep(RENEWAL);
                    try {
                        this.lease.renew(LEASE);
                    } catch (RuntimeException away) {
                        LOG.debug("lock of an upload not renewed: {}", away.getMessage());
                    }
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            this.renewal.interrupt();
            try {
                this.lease.close();
            } catch (RuntimeException away) {
                LOG.debug("lock of an upload ends by itself: {}", away.getMessage());
            }
        }
    }
}
