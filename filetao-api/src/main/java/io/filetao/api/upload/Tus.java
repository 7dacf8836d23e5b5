package io.filetao.api.upload;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import java.util.OptionalLong;
import org.springframework.http.HttpHeaders;

/** Headers of the tus protocol, version 1.0.0, and those that are added here. */
final class Tus {

    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSION = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String OFFSET = "Upload-Offset";
    static final String METADATA = "Upload-Metadata";
    static final String EXPIRES = "Upload-Expires";
    static final String CHECKSUM = "Upload-Checksum";
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    /** Identifier of the file, once it is stored. */
    static final String CID = "Filetao-Cid";

    /** The best length of a part, and what has to be sent again at most. */
    static final String SEGMENT_SIZE = "Filetao-Segment-Size";

    static final String PROTOCOL = "1.0.0";
    static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration";
    static final String PART = "application/offset+octet-stream";

    private Tus() {}

    /**
     * Refuses requests that are not of this version of the protocol.
     *
     * @throws ProblemException with 412
     */
    static void requireVersion(HttpHeaders headers) {
        if (!PROTOCOL.equals(headers.getFirst(RESUMABLE))) {
            throw new ProblemException(
                            ProblemType.PROTOCOL_NOT_SUPPORTED,
                            "Resumable uploads are served by version 1.0.0 of the tus protocol;"
                                    + " send Tus-Resumable: 1.0.0.")
                    .withHeader(VERSION, PROTOCOL);
        }
    }

    /**
     * A header that is a number of bytes.
     *
     * @throws ProblemException with 400 when it is something else
     */
    static OptionalLong bytes(HttpHeaders headers, String name) {
        String value = headers.getFirst(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            long bytes = Long.parseLong(value.strip());
            if (bytes >= 0) {
                return OptionalLong.of(bytes);
            }
        } catch (NumberFormatException garbled) {
            // Refused below like a negative one.
        }
        throw new ProblemException(
                ProblemType.INVALID_REQUEST, name + " must be a number of bytes, 0 or more.");
    }

    /** Whether the request's body is a part of a file. */
    static boolean hasPart(HttpHeaders headers) {
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && type.strip().equalsIgnoreCase(PART);
    }
}
