package io.filetao.api.upload;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.claim.Digests;
import io.filetao.api.claim.StoreProperties;
import io.filetao.api.claim.UploadMetrics;
import io.filetao.api.limit.UploadQuota;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.broadband.UploadMovedException;
import io.filetao.common.broadband.UploadWriter;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.index.PendingUpload.Terms;
import io.filetao.common.protocol.axon.BodyException;
import io.filetao.common.protocol.axon.RequestBodies;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * The calls of the tus protocol on uploads, wherever in the network of replicas these began. An upload is its account's; for everybody
 * else it is not there. Calls block.
 */
@Component
final class ResumableUploads {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    /** How long a part waits for the one before, and a question for the answer that is coming. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final UploadWriter writer;
    private final UploadLocks locks;
    private final UploadQuota quota;
    private final StoreProperties properties;
    private final UploadMetrics metrics;
    private final InstantSource clock;

    ResumableUploads(
            UploadWriter writer,
            UploadLocks locks,
            UploadQuota quota,
            StoreProperties properties,
            UploadMetrics metrics,
            InstantSource clock) {
        this.writer = writer;
        this.locks = locks;
        this.quota = quota;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Begins an upload, with its first part when the request brings one. */
    PendingUpload create(ServerHttpRequest request, ApiCaller caller) throws IOException {
        HttpHeaders headers = request.getHeaders();
        OptionalLong length = length(headers);
        boolean part = Tus.hasPart(headers);
        if (!part && headers.getContentLength() > 0) {
            throw wrongType();
        }
        UploadMetadata metadata = UploadMetadata.of(headers.getFirst(Tus.METADATA));
        Terms terms =
                new Terms(
                        caller.account(),
                        ClaimHeaders.payload(headers),
                        metadata.name(),
                        metadata.contentType(),
                        ClaimHeaders.ttl(headers, this.properties),
                        metadata.header(),
                        Digests.of(representation(headers), null).sha256());
        if (length.isPresent()) {
            PendingUpload held =
                    this.writer
                            .beginHeld(terms, length.getAsLong(), this.properties.uploadIdle())
                            .orElse(null);
            if (held != null) {
                return held;
            }
        }
        PendingUpload begun = this.writer.begin(terms, length, this.properties.uploadIdle());
        if (!part) {
            return finished(begun);
        }
        try (UploadLocks.Held _ = this.locks.take(begun.id(), WAIT)) {
            return append(begun, request, caller);
        } catch (IOException | RuntimeException failed) {
            // Its sender never hears of it.
            this.writer.remove(begun);
            throw failed;
        }
    }

    /** The upload as it stands once nothing more of it is on its way, or after a few seconds. */
    PendingUpload settled(String id, ApiCaller caller) throws IOException {
        find(id, caller);
        try (UploadLocks.Held _ = this.locks.take(id, WAIT)) {
            return finished(find(id, caller));
        } catch (ProblemException locked) {
            if (locked.type() != ProblemType.UPLOAD_LOCKED) {
                throw locked;
            }
            return find(id, caller);
        }
    }

    /**
     * The upload as it stands now.
     *
     * @throws ProblemException with 404 when the account has none of this id, 410 when its time is over
     */
    PendingUpload find(String id, ApiCaller caller) {
        PendingUpload upload = ID.matcher(id).matches() ? this.writer.find(id).orElse(null) : null;
        if (upload == null || !upload.terms().account().equals(caller.account())) {
            throw new ProblemException(
                    ProblemType.UPLOAD_NOT_FOUND,
                    "This account has no upload of that identifier here; begin a new one.");
        }
        if (upload.cid() == null && upload.expiresAt().isBefore(this.clock.instant())) {
            throw new ProblemException(
                    ProblemType.UPLOAD_EXPIRED,
                    "The upload rested for too long and was given up; begin a new one.");
        }
        return upload;
    }

    /** Adds a part. */
    PendingUpload append(String id, ServerHttpRequest request, ApiCaller caller)
            throws IOException {
        HttpHeaders headers = request.getHeaders();
        if (!Tus.hasPart(headers)) {
            throw wrongType();
        }
        long offset =
                Tus.bytes(headers, Tus.OFFSET)
                        .orElseThrow(() ->
                                new ProblemException(
                                        ProblemType.INVALID_REQUEST,
                                        "Say in Upload-Offset where the part begins."));
        OptionalLong length = Tus.bytes(headers, Tus.LENGTH);
        find(id, caller);
        try (UploadLocks.Held _ = this.locks.take(id, WAIT)) {
            PendingUpload upload = find(id, caller);
            if (length.isPresent()) {
                upload = settleLength(upload, length.getAsLong());
            }
            if (upload.offset() != offset) {
                throw wrongOffset(upload.offset());
            }
            return append(upload, request, caller);
        } catch (BodyException broken) {
            if (broken.reason() != BodyException.Reason.ABORTED) {
                throw broken;
            }
            // Nobody hears the answer; its sender comes again and asks.
            return find(id, caller);
        } catch (UploadMovedException moved) {
            throw new ProblemException(ProblemType.WRONG_OFFSET, moved.getMessage() + ".", moved);
        }
    }

    /** Ends an upload; a file that it became stays. */
    void terminate(String id, ApiCaller caller) {
        find(id, caller);
        try (UploadLocks.Held _ = this.locks.take(id, WAIT)) {
            this.writer.remove(find(id, caller));
        }
    }

    /** Bytes of a part that loses nothing when it breaks off. */
    int segmentBytes() {
        return this.writer.segmentBytes();
    }

    private PendingUpload append(PendingUpload upload, ServerHttpRequest request, ApiCaller caller)
            throws IOException {
        return upload.cid() != null
                ? upload
                : this.metrics.part(() -> receive(upload, request, caller));
    }

    private PendingUpload receive(PendingUpload upload, ServerHttpRequest request, ApiCaller caller)
            throws IOException {
        HttpHeaders headers = request.getHeaders();
        long announced = headers.getContentLength();
        long most =
                Math.min(
                        upload.missing(),
                        this.properties.maxFileSize().toBytes() - upload.offset());
        if (announced > most) {
            throw new ProblemException(
                            ProblemType.TOO_LARGE,
                            "The part is longer than what is missing of the file, which is %d bytes."
                                    .formatted(most))
                    .with("maxBytes", most);
        }
        int shortest = this.writer.shortestPart(upload);
        if (announced > 0 && announced < shortest && announced != upload.missing()) {
            throw tooShort(shortest);
        }
        PartChecksum checksum = checksum(headers, caller);
        try (UploadQuota.Meter meter = this.quota.open(caller.name(), announced);
                InputStream body =
                        RequestBodies.open(
                                request.getBody(), most, this.properties.storeTimeout())) {
            InputStream counted = meter.count(body);
            PendingUpload after =
                    this.writer.append(
                            upload,
                            checksum == null ? counted : checksum.check(counted),
                            announced < 0 ? OptionalLong.empty() : OptionalLong.of(announced),
                            checksum != null,
                            this.properties.uploadIdle());
            if (announced < 0 && after.offset() == upload.offset() && !after.isComplete()) {
                throw tooShort(this.writer.segmentBytes());
            }
            meter.keep();
            return finished(after);
        }
    }

    /** Records the file when its last byte is there, which an earlier request may not have come to. */
    private PendingUpload finished(PendingUpload upload) throws IOException {
        if (upload.cid() != null || !upload.isComplete()) {
            return upload;
        }
        this.writer.finish(upload, this.properties.uploadIdle());
        this.metrics.stored(upload.offset());
        return this.writer.find(upload.id()).orElse(upload);
    }

    private PendingUpload settleLength(PendingUpload upload, long length) {
        if (length > this.properties.maxFileSize().toBytes()) {
            throw this.properties.tooLarge();
        }
        if (length < upload.offset() || !this.writer.settleLength(upload, length)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The file's length is settled already, or more than that has come; leave"
                            + " Upload-Length away.");
        }
        return this.writer.find(upload.id()).orElse(upload);
    }

    private OptionalLong length(HttpHeaders headers) {
        OptionalLong length = Tus.bytes(headers, Tus.LENGTH);
        String deferred = headers.getFirst(Tus.DEFER_LENGTH);
        if (deferred != null && !deferred.strip().equals("1")
                || length.isPresent() == (deferred != null)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Say either the file's bytes in Upload-Length, or Upload-Defer-Length: 1.");
        }
        if (length.orElse(0) > this.properties.maxFileSize().toBytes()) {
            throw this.properties.tooLarge();
        }
        return length;
    }

    private static @Nullable PartChecksum checksum(HttpHeaders headers, ApiCaller caller) {
        PartChecksum announced = PartChecksum.of(headers.getFirst(Tus.CHECKSUM));
        if (caller.bodyDigest() == null) {
            return announced;
        }
        PartChecksum signed = PartChecksum.of(caller.bodyDigest());
        if (announced != null
                && announced.algorithm().equals(signed.algorithm())
                && !MessageDigest.isEqual(announced.digest(), signed.digest())) {
            throw new ProblemException(
                    ProblemType.CHECKSUM_MISMATCH,
                    "Upload-Checksum and the request's signature contradict each other; send one"
                            + " digest of the part.");
        }
        return signed;
    }

    /** The digest of the whole file; {@code Content-Digest} is that of a part. */
    private static HttpHeaders representation(HttpHeaders headers) {
        HttpHeaders only = new HttpHeaders();
        only.addAll(Digests.REPRESENTATION, headers.getOrEmpty(Digests.REPRESENTATION));
        return only;
    }

    private static ProblemException wrongType() {
        return new ProblemException(
                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "Send a part of a file as Content-Type: application/offset+octet-stream.");
    }

    private static ProblemException wrongOffset(long offset) {
        return new ProblemException(
                        ProblemType.WRONG_OFFSET,
                        "The upload stands at byte %d; go on there.".formatted(offset))
                .with("offset", offset)
                .withHeader(Tus.OFFSET, Long.toString(offset));
    }

    private static ProblemException tooShort(int shortest) {
        return new ProblemException(
                        ProblemType.PART_TOO_SHORT,
                        "Send at least %d bytes of this file in one request, or all that is missing."
                                .formatted(shortest))
                .with("minBytes", shortest);
    }
}
