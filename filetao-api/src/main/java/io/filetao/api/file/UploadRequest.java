package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.claim.Digests;
import io.filetao.api.claim.StoreProperties;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.broadband.StoreRequest;
import io.filetao.common.crypto.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * What an upload's headers say, checked before a byte of its body is asked for.
 *
 * @param size Content-Length, -1 when it was not sent
 */
record UploadRequest(
        long size,
        Digests digests,
        @Nullable String payload,
        @Nullable String name,
        String contentType,
        Duration ttl) {

    /**
     * Reads the headers.
     *
     * @throws ProblemException with 400, 413 or 415 when one of them cannot be honoured
     */
    static UploadRequest of(HttpHeaders headers, ApiCaller caller, StoreProperties properties) {
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Bytes are stored as they are sent; leave Content-Encoding away.");
        }
        long size = headers.getContentLength();
        if (size > properties.maxFileSize().toBytes()) {
            throw properties.tooLarge();
        }
        return new UploadRequest(
                size,
                Digests.of(headers, caller.bodyDigest()),
                ClaimHeaders.payload(headers),
                name(headers.getFirst(HttpHeaders.CONTENT_DISPOSITION)),
                ClaimHeaders.contentType(headers.getFirst(HttpHeaders.CONTENT_TYPE)),
                ClaimHeaders.ttl(headers, properties));
    }

    /** What the data path needs to know. */
    StoreRequest toStore(String account) {
        return new StoreRequest(
                this.size < 0 ? OptionalLong.empty() : OptionalLong.of(this.size),
                account,
                this.payload,
                this.name,
                this.contentType,
                this.ttl,
                this.digests.sha256());
    }

    /** Digest of everything that is asked besides the bytes. */
    Hash fingerprint() {
        return Hash.sha256(
                String.join(
                                "\n",
                                String.valueOf(this.payload),
                                String.valueOf(this.name),
                                this.contentType,
                                this.ttl.toString())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String name(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return ClaimHeaders.name(ContentDisposition.parse(header).getFilename());
        } catch (IllegalArgumentException garbled) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Content-Disposition is malformed; write it as attachment;"
                            + " filename*=UTF-8''NAME (RFC 6266).");
        }
    }
}
