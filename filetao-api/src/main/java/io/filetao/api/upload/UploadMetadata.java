package io.filetao.api.upload;

import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Upload-Metadata}: keys with values in base64. Of its keys {@code filename} (or {@code name}) and {@code filetype}
 * (or {@code type}) mean something here, as clients in use send them; all are given back.
 */
record UploadMetadata(@Nullable String header, Map<String, String> values) {

    private static final int MOST = 4096;

    /**
     * Reads the header.
     *
     * @throws ProblemException with 400 when it is malformed or too long
     */
    static UploadMetadata of(@Nullable String header) {
        Map<String, String> values = new HashMap<>();
        if (header == null || header.isBlank()) {
            return new UploadMetadata(null, values);
        }
        if (header.length() > MOST) {
            throw malformed();
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts.length > 2 || parts[0].isEmpty()) {
                throw malformed();
            }
            if (values.putIfAbsent(parts[0], parts.length == 1 ? "" : decode(parts[1])) != null) {
                throw malformed();
            }
        }
        return new UploadMetadata(header, values);
    }

    /** The file's name, null for none. */
    @Nullable String name() {
        return ClaimHeaders.name(first("filename", "name"));
    }

    /** The file's media type; any bytes when it is none that is known. */
    String contentType() {
        try {
            return ClaimHeaders.contentType(first("filetype", "type"));
        } catch (ProblemException unknown) {
            // Programs that read a file from somewhere say what they were told there.
            return ClaimHeaders.contentType(null);
        }
    }

    private @Nullable String first(String key, String otherwise) {
        String value = this.values.getOrDefault(key, this.values.get(otherwise));
        return value == null || value.isEmpty() ? null : value;
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbled) {
            throw malformed();
        }
    }

    private static ProblemException malformed() {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "Upload-Metadata is malformed; write it as 'filename BASE64,filetype BASE64', at"
                        + " most 4,096 characters, no key twice.");
    }
}
