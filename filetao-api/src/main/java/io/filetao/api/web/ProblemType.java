package io.filetao.api.web;

import java.util.Locale;

/** Every kind of refusal, with the name under which clients know it; names never change their meaning. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not understood"),
    INVALID_CID(400, "The identifier is not a CID of this network"),
    DIGEST_MISMATCH(400, "The bytes are not those that were announced"),
    BODY_INCOMPLETE(400, "The body ended before its end"),
    UNAUTHENTICATED(401, "The request does not say who sends it"),
    SIGNATURE_REFUSED(401, "The signature is refused"),
    NOT_ADMITTED(403, "The caller is not admitted"),
    NOT_FOUND(404, "There is nothing here"),
    FILE_NOT_FOUND(404, "No such file"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable answer"),
    BODY_TOO_SLOW(408, "The body stands still"),
    FILE_EXPIRED(410, "The file has expired"),
    PRECONDITION_FAILED(412, "A precondition is not met"),
    TOO_LARGE(413, "The file is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    RANGE_NOT_SATISFIABLE(416, "The range is outside the file"),
    INTERNAL(500, "The node failed"),
    UNAVAILABLE(503, "The node is not ready"),
    FILE_UNAVAILABLE(503, "The file cannot be read now"),
    INSUFFICIENT_STORAGE(507, "Not enough miners or space");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return this.status;
    }

    /** What it is about, the same for every occurrence. */
    public String title() {
        return this.title;
    }

    /** The {@code type} member of the document, such as {@code urn:filetao:problem:file-not-found}. */
    public String urn() {
        return "urn:filetao:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
