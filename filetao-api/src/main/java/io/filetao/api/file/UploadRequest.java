package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.broadband.StoreRequest;
import io.filetao.common.crypto.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

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

    static final String PAYLOAD = "Filetao-Payload";
    static final String TTL = "Filetao-Ttl";

    private static final String ANY_BYTES = MediaType.APPLICATION_OCTET_STREAM_VALUE;
    private static final int MAX_PAYLOAD = 8 * 1024;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_TYPE = 255;

    /**
     * Reads the headers.
     *
     * @throws ProblemException with 400, 413 or 415 when one of them cannot be honoured
     */
    static UploadRequest of(HttpHeaders headers, ApiCaller caller, FileProperties properties) {
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Bytes are stored as they are sent; leave Content-Encoding away.");
        }
        long size = headers.getContentLength();
        if (size > properties.maxFileSize().toBytes()) {
            throw tooLarge(properties);
        }
        return new UploadRequest(
                size,
                Digests.of(headers, caller.bodyDigest()),
                payload(headers.getFirst(PAYLOAD)),
                name(headers.getFirst(HttpHeaders.CONTENT_DISPOSITION)),
                contentType(headers.getFirst(HttpHeaders.CONTENT_TYPE)),
                ttl(headers.getFirst(TTL), properties));
    }

    static ProblemException tooLarge(FileProperties properties) {
        return new ProblemException(
                        ProblemType.TOO_LARGE,
                        "This node takes files of at most %d bytes."
                                .formatted(properties.maxFileSize().toBytes()))
                .with("maxBytes", properties.maxFileSize().toBytes());
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

    private static @Nullable String payload(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            if (header.length() <= MAX_PAYLOAD
                    && Base64.getUrlDecoder().decode(header).length > 0) {
                return header;
            }
        } catch (IllegalArgumentException garbled) {
            // Refused below like one that is too long.
        }
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "Filetao-Payload must be base64url of at most 8,192 characters.");
    }

    private static @Nullable String name(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String name;
        try {
            name = ContentDisposition.parse(header).getFilename();
        } catch (IllegalArgumentException garbled) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Content-Disposition is malformed; write it as attachment; filename*=UTF-8''NAME (RFC 6266).");
        }
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The file's name is longer than 1,024 bytes; give it a shorter one.");
        }
        return name;
    }

    private static String contentType(@Nullable String header) {
        if (header == null) {
            return ANY_BYTES;
        }
        MediaType type;
        try {
            type = MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException garbled) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is malformed; write it as type/subtype.");
        }
        if (type.getType().equals("multipart")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Send the file's bytes as the body (curl --data-binary @FILE), not as a form.");
        }
        boolean chosenByTool = MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type);
        return chosenByTool || header.length() > MAX_TYPE ? ANY_BYTES : header;
    }

    private static Duration ttl(@Nullable String header, FileProperties properties) {
        if (header == null) {
            return properties.defaultTtl();
        }
        try {
            long seconds = Long.parseLong(header.trim());
            if (seconds >= 1 && seconds <= properties.maxTtl().toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException garbled) {
            // Refused below like one that is out of bounds.
        }
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "Filetao-Ttl must be a number of seconds from 1 to %d."
                        .formatted(properties.maxTtl().toSeconds()));
    }
}
