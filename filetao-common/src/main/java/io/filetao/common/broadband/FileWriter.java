package io.filetao.common.broadband;

import io.filetao.common.broadband.WrongBodyException.Reason;
import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.Placement;
import io.filetao.common.network.Redundancy;
import io.filetao.common.network.RedundancyPolicy;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores files: reads a body segment by segment, spools the encoded segment, sends its shards to miners while the next segment is
 * read, and records the file when all segments stand. A body is read no faster than the miners take it. Whatever fails, every
 * shard that was sent is dropped again, and the caller gets the reason.
 *
 * <p>Memory does not grow with the file; the spool holds a few segments of all files together. Thread-safe, one instance for a
 * program.
 */
public final class FileWriter {

    private static final Logger LOG = LoggerFactory.getLogger(FileWriter.class);

    /** How long miners are told to wait for an upload that shows no progress. */
    private static final Duration LEASE = Duration.ofHours(1);

    private final FileIndex index;
    private final MinerDirectory miners;
    private final Function<Miner, Allowance> allowance;
    private final SegmentSender segments;
    private final FileCommitter committer;
    private final MinerMessenger messenger;
    private final BroadbandOptions options;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore uploads;
    private final Semaphore inFlight;

    /**
     * @param allowance what a miner may be given
     */
    public FileWriter(
            FileIndex index,
            MinerDirectory miners,
            MinerGuard guard,
            Function<Miner, Allowance> allowance,
            ShardSender sender,
            TransferListener listener,
            FileCommitter committer,
            MinerMessenger messenger,
            BroadbandOptions options,
            Clock clock) {
        this.index = index;
        this.miners = miners;
        this.allowance = allowance;
        this.segments = new SegmentSender(sender, miners, guard, listener, options.storeHedge());
        this.committer = committer;
        this.messenger = messenger;
        this.options = options;
        this.clock = clock;
        this.uploads = new Semaphore(options.uploads(), true);
        this.inFlight = new Semaphore(options.segmentsInFlight(), true);
    }

    /**
     * Claims bytes that are stored already, without reading them.
     *
     * @return empty when no file of this digest is recorded
     */
    public Optional<StoredFile> claimHeld(Hash digest, StoreRequest request) {
        String cid = Cid.ofDigest(digest).toString();
        Claim claim = claim(request);
        if (!this.index.claim(cid, claim)) {
            return Optional.empty();
        }
        Optional<FileRecord> record = this.index.find(cid);
        record.ifPresent(this::commit);
        return record.map(file -> new StoredFile(file, claim, true, false));
    }

    /**
     * Stores a file. The body is read to its end, unless its digest was announced and is held already; it is not closed.
     *
     * @throws WrongBodyException when the body is not the announced one
     * @throws io.filetao.common.network.NotEnoughMinersException when too few miners answer, or take and prove a segment
     * @throws UploadsBusyException when no place was free in time
     * @throws IndexUnavailableException when the file could not be recorded
     * @throws IOException when the body or the spool cannot be read or written
     */
    public StoredFile store(InputStream body, StoreRequest request) throws IOException {
        Hash expected = request.expectedDigest();
        if (expected != null) {
            Optional<StoredFile> held = claimHeld(expected, request);
            if (held.isPresent()) {
                return held.get();
            }
        }
        return admit(() -> admitted(body, request));
    }

    /** Does something when a place among the uploads is free. */
    <T> T admit(Work<T> work) throws IOException {
        try {
            if (!this.uploads.tryAcquire(
                    this.options.admission().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UploadsBusyException(
                        "All "
                                + this.options.uploads()
                                + " places for uploads are taken; try again in a minute");
            }
            try {
                return work.run();
            } finally {
                this.uploads.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while storing a file")
                            .initCause(interrupted);
        }
    }

    private StoredFile admitted(InputStream body, StoreRequest request)
            throws IOException, InterruptedException {
        int smallBytes = Math.toIntExact(this.options.redundancy().smallFileBytes());
        // The size decides the code; when it was not announced the first bytes tell a small file.
        byte[] start = request.size().isPresent() ? new byte[0] : body.readNBytes(smallBytes + 1);
        long size = request.size().orElse(start.length);
        Redundancy redundancy = redundancy(size);
        InputStream whole =
                start.length == 0
                        ? body
                        : new SequenceInputStream(new ByteArrayInputStream(start), body);
        Upload upload = new Upload(request, redundancy);
        return upload.run(whole);
    }

    /** What is done under a place among the uploads. */
    @FunctionalInterface
    interface Work<T> {

        T run() throws IOException, InterruptedException;
    }

    /** How many shards a file gets in the network as it is now. */
    Redundancy redundancy(long size) {
        RedundancyPolicy policy = this.options.redundancy();
        return policy.choose(targets(policy.minMiners()).size(), size);
    }

    /** Miners to offer shards to; waits for silent ones only when there are too few without them. */
    private List<Miner> targets(int least) {
        List<Miner> candidates = this.miners.candidates();
        return candidates.size() < least ? this.miners.answering() : candidates;
    }

    /** Takes a place among the segments that are sent at once; give it back with {@link #leaveFlight}. */
    void enterFlight() throws InterruptedException {
        if (!this.inFlight.tryAcquire(this.options.segmentWait().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new UploadsBusyException(
                    "The miners do not take data as fast as it comes; try again in a minute");
        }
    }

    void leaveFlight() {
        this.inFlight.release();
    }

    /**
     * Sends one encoded segment to miners that are chosen now.
     *
     * @param relaxed is set when the network has too few owners or subnets for the usual spread
     */
    SegmentRecord send(
            FileId fileId,
            int segment,
            int size,
            Redundancy redundancy,
            SegmentSpool spool,
            SentShards sent,
            AtomicBoolean relaxed)
            throws InterruptedException {
        long length = new StripeLayout(size, redundancy.k()).shardLength();
        Placement placement =
                Placement.of(
                        targets(redundancy.n()),
                        this.allowance,
                        length,
                        this.options.maxPerSubnet(),
                        this.random);
        SegmentRecord record =
                this.segments.send(
                        size,
                        redundancy,
                        placement,
                        number ->
                                new ShardPosition(
                                        fileId, segment, number, redundancy.k(), redundancy.n()),
                        number -> spool.shard(number, length),
                        sent);
        if (placement.relaxed()) {
            relaxed.set(true);
        }
        return record;
    }

    BroadbandOptions options() {
        return this.options;
    }

    /** Drops shards of an upload that nobody will ask for. */
    void drop(Map<Ss58Address, List<ShardId>> shards) {
        this.messenger.drop(shards);
    }

    /** The file stands, whether or not its miners can be told at once: they ask before they drop a shard. */
    void commit(FileRecord file) {
        try {
            this.committer.commit(file);
        } catch (IndexUnavailableException away) {
            LOG.warn("file={} recorded but not committed yet: {}", file.cid(), away.getMessage());
        }
    }

    Claim claim(StoreRequest request) {
        Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Claim(
                request.account(),
                request.payload(),
                request.name(),
                request.contentType(),
                now,
                now.plus(request.ttl()));
    }

    /** One file on its way in. */
    private final class Upload {

        private final StoreRequest request;
        private final Redundancy redundancy;
        private final FileId fileId = FileId.random();
        private final SegmentEncoder encoder;
        private final SentShards sent = new SentShards();
        private final AtomicBoolean relaxed = new AtomicBoolean();
        private final Deque<Future<SegmentRecord>> underWay = new ArrayDeque<>();
        private final List<SegmentRecord> done = new ArrayList<>();
        private Hash digest = Hash.sha256();

        Upload(StoreRequest request, Redundancy redundancy) {
            this.request = request;
            this.redundancy = redundancy;
            this.encoder =
                    new SegmentEncoder(
                            redundancy.k(), redundancy.n(), FileWriter.this.options.segmentBytes());
        }

        StoredFile run(InputStream body) throws IOException, InterruptedException {
            Set<ShardId> kept = Set.of();
            boolean recording = false;
            FileWriter.this.index.beginUpload(this.fileId.hex(), LEASE);
            try (ExecutorService executor = TracedThreads.newExecutor()) {
                try {
                    sendAll(body, executor);
                } catch (Throwable failure) {
                    executor.shutdownNow();
                    throw failure;
                }
                Claim claim = claim(this.request);
                FileRecord file = file();
                recording = true;
                FileRecord standing = FileWriter.this.index.record(file, claim);
                recording = false;
                boolean held = !standing.fileId().equals(file.fileId());
                if (held) {
                    FileWriter.this.index.endUpload(this.fileId.hex());
                } else {
                    kept = Holders.shards(this.done);
                }
                commit(standing);
                return new StoredFile(standing, claim, held, this.relaxed.get());
            } catch (IndexUnavailableException away) {
                if (recording) {
                    // The record may stand all the same: its miners ask before they drop a shard.
                    kept = Holders.shards(this.done);
                }
                throw away;
            } catch (Throwable failure) {
                giveUp();
                throw failure;
            } finally {
                FileWriter.this.messenger.drop(this.sent.except(kept));
            }
        }

        private void giveUp() {
            try {
                FileWriter.this.index.endUpload(this.fileId.hex());
            } catch (IndexUnavailableException away) {
                LOG.debug("The upload's lease runs out by itself: {}", away.getMessage());
            }
        }

        private void sendAll(InputStream body, ExecutorService executor)
                throws IOException, InterruptedException {
            for (int segment = 0; ; segment++) {
                SegmentSpool spool =
                        SegmentSpool.create(
                                FileWriter.this.options.spoolDirectory(),
                                this.redundancy.k(),
                                this.redundancy.n());
                int size;
                try {
                    size = this.encoder.encode(body, spool);
                    if (size > 0) {
                        submit(segment, size, spool, executor);
                    }
                } catch (Throwable failure) {
                    spool.close();
                    throw failure;
                }
                FileWriter.this.index.beginUpload(this.fileId.hex(), LEASE);
                if (size == 0) {
                    spool.close();
                }
                checkLength(size < FileWriter.this.options.segmentBytes());
                if (size < FileWriter.this.options.segmentBytes()) {
                    break;
                }
            }
            this.digest = this.encoder.digest();
            checkDigest();
            while (!this.underWay.isEmpty()) {
                awaitOldest();
            }
        }

        private void submit(int segment, int size, SegmentSpool spool, ExecutorService executor)
                throws IOException, InterruptedException {
            while (this.underWay.size() >= FileWriter.this.options.segmentsPerFile()) {
                awaitOldest();
            }
            enterFlight();
            this.underWay.add(
                    executor.submit(() -> {
                        try (spool) {
                            return send(segment, size, spool);
                        } finally {
                            leaveFlight();
                        }
                    }));
        }

        private SegmentRecord send(int segment, int size, SegmentSpool spool)
                throws InterruptedException {
            return FileWriter.this.send(
                    this.fileId, segment, size, this.redundancy, spool, this.sent, this.relaxed);
        }

        private void awaitOldest() throws IOException, InterruptedException {
            try {
                this.done.add(this.underWay.remove().get());
            } catch (ExecutionException failed) {
                switch (failed.getCause()) {
                    case IOException io -> throw io;
                    case RuntimeException unchecked -> throw unchecked;
                    case Error error -> throw error;
                    case null, default ->
                            throw new IOException("A segment could not be sent", failed);
                }
            }
        }

        private void checkLength(boolean ended) throws WrongBodyException {
            long total = this.encoder.total();
            long announced = this.request.size().orElse(Long.MAX_VALUE);
            if (total > announced
                    || (ended && this.request.size().isPresent() && total < announced)) {
                throw new WrongBodyException(
                        Reason.LENGTH,
                        announced
                                + " bytes were announced, "
                                + (ended ? "" : "at least ")
                                + total
                                + " came; nothing was stored");
            }
        }

        private void checkDigest() throws WrongBodyException {
            Hash expected = this.request.expectedDigest();
            if (expected != null && !expected.equals(this.digest)) {
                throw new WrongBodyException(
                        Reason.DIGEST,
                        "The bytes have another SHA-256 than announced; nothing was stored");
            }
        }

        private FileRecord file() {
            Cid cid = Cid.ofDigest(this.digest);
            if (this.relaxed.get()) {
                LOG.debug(
                        "file={} has shards of a segment on one owner or subnet; the network has no"
                                + " others",
                        cid);
            }
            return new FileRecord(
                    cid.toString(),
                    this.fileId.hex(),
                    this.encoder.total(),
                    this.request.payload() == null
                            ? this.encoder.contentRoot()
                            : this.encoder.contentRoot().withoutGroups(),
                    FileWriter.this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    this.done);
        }
    }
}
