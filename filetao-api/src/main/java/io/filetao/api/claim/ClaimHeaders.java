package io.filetao.api.claim;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a claim on a file says, read from the headers of whoever stores it; each reader throws a {@link ProblemException} with 400 or 415. */
public final class ClaimHeaders {

    /** What the client needs to decrypt the file, sealed for itself. */
    public static final String PAYLOAD = "Filetao-Payload";

    /** Seconds for which the file is kept. */
    public static final String TTL = "Filetao-Ttl";

    private static final String ANY_BYTES = MediaType.APPLICATION_OCTET_STREAM_VALUE;
    private static final int MAX_PAYLOAD = 8 * 1024;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_TYPE = 255;

    private ClaimHeaders() {}

    /** The payload, null when there is none. */
    public static @Nullable String payload(HttpHeaders headers) {
        String header = headers.getFirst(PAYLOAD);
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

    /** A file's name, null for none. */
    public static @Nullable String name(@Nullable String name) {
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The file's name is longer than 1,024 bytes; give it a shorter one.");
        }
        return name;
    }

    /** A media type as it is kept; any bytes when none is said, or one that only a tool chose. */
    public static String contentType(@Nullable String header) {
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

    /** How long the file is kept. */
    public static Duration ttl(HttpHeaders headers, StoreProperties properties) {
        String header = headers.getFirst(TTL);
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
