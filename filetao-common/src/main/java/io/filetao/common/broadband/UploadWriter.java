package io.filetao.common.broadband;

import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.index.PendingUpload.Terms;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.network.Redundancy;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores files that come in parts. Whole segments go to miners as they come and are entered in the {@link UploadIndex}, from which any
 * replica goes on; of a part that breaks off the bytes since the last whole segment are forgotten and have to come again. Nothing
 * waits on this machine between two parts.
 *
 * <p>A part that ends where its sender wanted it to may end with a shorter segment, cut down to a multiple of 64 KiB, so that senders
 * of smaller parts get on too. Every upload is written by one caller at a time; should two meet, the slower one loses its segment and
 * the upload stays whole. Thread-safe, one instance for a program.
 */
public final class UploadWriter {

    private static final Logger LOG = LoggerFactory.getLogger(UploadWriter.class);

    /** Every segment begins at a multiple of it, so that no leaf of the content tree is cut. */
    private static final int GRAIN = ContentTree.BLOCK_BYTES;

    /** The shortest segment before the last, in files of up to a thousand of them. */
    private static final int SHORTEST = 1 << 20;

    /** A file's record names every shard of every segment; this many short ones are enough. */
    private static final int SHORT_SEGMENTS = 1_000;

    /** How much longer miners wait than the upload, so that it ends before they ask. */
    private static final Duration MARGIN = Duration.ofHours(2);

    private final FileWriter files;
    private final FileIndex index;
    private final UploadIndex uploads;
    private final Clock clock;

    /**
     * @param files with whose uploads these share their places
     */
    public UploadWriter(FileWriter files, FileIndex index, UploadIndex uploads, Clock clock) {
        this.files = files;
        this.index = index;
        this.uploads = uploads;
        this.clock = clock;
    }

    /** Name of the lock that whoever adds to an upload or ends it holds. */
    public static String lock(String id) {
        return "upload-" + id;
    }

    /** Bytes of a segment: the best length of a part, and what is sent again at most after one broke off. */
    public int segmentBytes() {
        return Math.max(1, this.files.options().segmentBytes() / GRAIN) * GRAIN;
    }

    /** Fewest bytes of a part that does not end the file. */
    public int shortestPart(PendingUpload upload) {
        int segment = segmentBytes();
        if (upload.length().isEmpty()) {
            return upload.segments().size() < SHORT_SEGMENTS
                    ? Math.min(segment, SHORTEST)
                    : segment;
        }
        long spread = Math.ceilDiv(upload.length().getAsLong(), SHORT_SEGMENTS);
        return (int) Math.min(segment, Math.max(SHORTEST, Math.ceilDiv(spread, GRAIN) * GRAIN));
    }

    /**
     * Begins an upload.
     *
     * @param length bytes of the whole file, empty when they will be told later
     * @param idle how long it may rest before it is given up
     */
    public PendingUpload begin(Terms terms, OptionalLong length, Duration idle) {
        PendingUpload upload = upload(terms, length, 0, idle, null);
        hold(upload);
        this.uploads.begin(upload);
        return upload;
    }

    /**
     * Begins an upload of bytes that are recorded already: nothing of it has to come.
     *
     * @return empty when they are not
     */
    public Optional<PendingUpload> beginHeld(Terms terms, long length, Duration idle) {
        Hash digest = terms.digest();
        if (digest == null) {
            return Optional.empty();
        }
        String cid = Cid.ofDigest(digest).toString();
        if (this.index.find(cid).filter(file -> file.size() == length).isEmpty()) {
            return Optional.empty();
        }
        if (this.files.claimHeld(digest, request(terms, OptionalLong.of(length))).isEmpty()) {
            return Optional.empty();
        }
        PendingUpload upload = upload(terms, OptionalLong.of(length), length, idle, cid);
        this.uploads.begin(upload);
        this.uploads.finish(upload.id(), cid, upload.expiresAt());
        return Optional.of(upload);
    }

    /** A new upload without segments. */
    private PendingUpload upload(
            Terms terms, OptionalLong length, long offset, Duration idle, @Nullable String cid) {
        return new PendingUpload(
                FileId.random().hex(),
                FileId.random().hex(),
                terms,
                length,
                offset,
                PartialDigest.empty().state(),
                List.of(),
                end(idle),
                cid);
    }

    /** The upload as it stands. */
    public Optional<PendingUpload> find(String id) {
        return this.uploads.find(id);
    }

    /** Settles the length of an upload that began without; answers false when another was settled. */
    public boolean settleLength(PendingUpload upload, long length) {
        return this.uploads.settleLength(upload.id(), length);
    }

    /**
     * Adds a part. The body is read as far as it is taken; it is not closed.
     *
     * @param announced bytes of the part, empty when its sender did not say
     * @param checked whether the end of the body throws when the part is not what it should be: then nothing of it counts before
     * @param idle how long the upload may rest from now on
     * @return the upload as it stands then; its offset is where the next part begins
     * @throws UploadMovedException when somebody else added to the upload meanwhile, or ended it
     * @throws IOException when the body broke off; the segments that were whole stand all the same, unless the part is checked
     */
    public PendingUpload append(
            PendingUpload upload,
            InputStream body,
            OptionalLong announced,
            boolean checked,
            Duration idle)
            throws IOException {
        return this.files.admit(() -> {
            Part part = new Part(upload, announced, checked, idle);
            try {
                return part.take(body);
            } finally {
                part.dropUnused();
            }
        });
    }

    /**
     * Records a file whose bytes are all there, and ends its upload. May be called again when it failed.
     *
     * @param idle how long the upload is remembered
     * @throws WrongBodyException when the bytes are not the announced ones; the upload is gone then
     */
    public StoredFile finish(PendingUpload upload, Duration idle) throws WrongBodyException {
        PartialDigest.Identity identity = PartialDigest.identity(upload.digest());
        Terms terms = upload.terms();
        if (terms.digest() != null && !identity.cid().digest().equals(terms.digest())) {
            remove(upload);
            throw new WrongBodyException(
                    WrongBodyException.Reason.DIGEST,
                    "The bytes have another SHA-256 than announced; nothing was stored");
        }
        Claim claim = this.files.claim(request(terms, upload.length()));
        FileRecord file =
                new FileRecord(
                        identity.cid().toString(),
                        upload.fileId(),
                        upload.offset(),
                        claim.payload() == null
                                ? identity.contentRoot()
                                : identity.contentRoot().withoutGroups(),
                        this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        upload.segments());
        FileRecord standing = this.index.record(file, claim);
        boolean held = !standing.fileId().equals(file.fileId());
        this.uploads.finish(upload.id(), file.cid(), end(idle));
        if (held) {
            this.index.endUpload(upload.fileId());
            this.files.drop(Holders.of(file));
        }
        this.files.commit(standing);
        return new StoredFile(standing, claim, held, false);
    }

    private static StoreRequest request(Terms terms, OptionalLong length) {
        return new StoreRequest(
                length,
                terms.account(),
                terms.payload(),
                terms.name(),
                terms.contentType(),
                terms.ttl(),
                terms.digest());
    }

    /** Ends an upload: what miners hold of it is dropped, unless it became a file. */
    public void remove(PendingUpload upload) {
        if (upload.cid() == null && !isRecorded(upload)) {
            this.index.endUpload(upload.fileId());
            this.files.drop(Holders.of(upload.segments()));
        }
        this.uploads.remove(upload.id());
    }

    /** Whether the file was recorded although its upload did not hear of it. */
    private boolean isRecorded(PendingUpload upload) {
        if (!upload.isComplete()) {
            return false;
        }
        Cid cid = PartialDigest.identity(upload.digest()).cid();
        Optional<FileRecord> file = this.index.find(cid.toString());
        return file.isPresent() && file.get().fileId().equals(upload.fileId());
    }

    private Instant end(Duration idle) {
        return this.clock.instant().plus(idle).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Lets miners that ask keep its shards. */
    private void hold(PendingUpload upload) {
        Duration lease = Duration.between(this.clock.instant(), upload.expiresAt()).plus(MARGIN);
        this.index.beginUpload(upload.fileId(), lease);
    }

    /** One part on its way. */
    private final class Part {

        private final OptionalLong announced;
        private final boolean checked;
        private final Duration idle;
        private final FileId fileId;
        private final Redundancy redundancy;
        private final PartialDigest digest;
        private final SentShards sent = new SentShards();
        private final AtomicBoolean relaxed = new AtomicBoolean();

        /** As it is in the index. */
        private PendingUpload entered;

        /** As it will be once what was sent is entered. */
        private PendingUpload upload;

        private long taken;

        Part(PendingUpload upload, OptionalLong announced, boolean checked, Duration idle) {
            this.entered = upload;
            this.upload = upload;
            this.announced = announced;
            this.checked = checked;
            this.idle = idle;
            this.fileId = FileId.parse(upload.fileId());
            this.redundancy =
                    UploadWriter.this.files.redundancy(upload.length().orElse(Long.MAX_VALUE));
            this.digest = PartialDigest.of(upload.digest());
        }

        PendingUpload take(InputStream body) throws IOException, InterruptedException {
            SegmentEncoder encoder =
                    new SegmentEncoder(
                            this.redundancy.k(),
                            this.redundancy.n(),
                            this.digest.digest(),
                            this.digest.tree());
            for (int wanted = next(); wanted > 0; wanted = next()) {
                if (!takeSegment(encoder, body, wanted)) {
                    break;
                }
                if (!this.checked) {
                    enter();
                }
            }
            // What is too short for a segment is read all the same: the sender waits for that, and
            // a
            // check for the end.
            body.transferTo(OutputStream.nullOutputStream());
            enter();
            return this.entered;
        }

        /** Bytes of the next segment, 0 when nothing comes that could be kept. */
        private int next() {
            int whole = (int) Math.min(segmentBytes(), this.upload.missing());
            long coming = this.announced.orElse(Long.MAX_VALUE) - this.taken;
            if (coming >= whole) {
                return whole;
            }
            int rest = (int) (coming / GRAIN) * GRAIN;
            return rest < shortestPart(this.upload) ? 0 : rest;
        }

        /** Answers false when the body ended before; nothing of the segment is kept then. */
        private boolean takeSegment(SegmentEncoder encoder, InputStream body, int wanted)
                throws IOException, InterruptedException {
            int segment = this.upload.segments().size();
            try (SegmentSpool spool =
                    SegmentSpool.create(
                            UploadWriter.this.files.options().spoolDirectory(),
                            this.redundancy.k(),
                            this.redundancy.n())) {
                int size = encoder.encode(body, spool, wanted);
                if (size < wanted) {
                    return false;
                }
                this.taken += size;
                UploadWriter.this.files.enterFlight();
                try {
                    SegmentRecord record =
                            UploadWriter.this.files.send(
                                    this.fileId,
                                    segment,
                                    size,
                                    this.redundancy,
                                    spool,
                                    this.sent,
                                    this.relaxed);
                    add(record);
                } finally {
                    UploadWriter.this.files.leaveFlight();
                }
            }
            return true;
        }

        private void add(SegmentRecord segment) {
            PendingUpload before = this.upload;
            List<SegmentRecord> segments = new ArrayList<>(before.segments());
            segments.add(segment);
            long offset = before.offset() + segment.size();
            boolean ended = before.missing() == segment.size();
            this.upload =
                    new PendingUpload(
                            before.id(),
                            before.fileId(),
                            before.terms(),
                            before.length(),
                            offset,
                            ended ? this.digest.end() : this.digest.state(),
                            segments,
                            end(this.idle),
                            null);
        }

        private void enter() {
            if (this.upload.offset() == this.entered.offset()) {
                return;
            }
            hold(this.upload);
            if (!UploadWriter.this.uploads.advance(this.entered, this.upload)) {
                throw new UploadMovedException();
            }
            this.entered = this.upload;
        }

        void dropUnused() {
            Map<Ss58Address, List<ShardId>> unused =
                    this.sent.except(Holders.shards(this.entered.segments()));
            if (!unused.isEmpty()) {
                LOG.debug("upload={} drops what it does not need", this.fileId);
                UploadWriter.this.files.drop(unused);
            }
        }
    }
}
