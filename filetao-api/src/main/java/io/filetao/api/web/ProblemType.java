package io.filetao.api.web;

import java.util.Locale;

/** Every kind of refusal, with the name under which clients know it; names never change their meaning. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not understood"),
    INVALID_CID(400, "The identifier is not a CID of this network"),
    DIGEST_MISMATCH(400, "The bytes are not those that were announced"),
    BODY_INCOMPLETE(400, "The body ended before its end"),
    PART_TOO_SHORT(400, "The part is too short"),
    UNAUTHENTICATED(401, "The request does not say who sends it"),
    SIGNATURE_REFUSED(401, "The signature is refused"),
    INVALID_TOKEN(401, "The token is refused"),
    NOT_ADMITTED(403, "The caller is not admitted"),
    INSUFFICIENT_SCOPE(403, "The token does not allow this"),
    NOT_FOUND(404, "There is nothing here"),
    FILE_NOT_FOUND(404, "No such file"),
    UPLOAD_NOT_FOUND(404, "No such upload"),
    TOKEN_NOT_FOUND(404, "No such token"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable answer"),
    BODY_TOO_SLOW(408, "The body stands still"),
    TOO_MANY_TOKENS(409, "There are too many tokens"),
    IDEMPOTENCY_KEY_IN_USE(409, "The first request with this key is still going on"),
    WRONG_OFFSET(409, "The upload stands elsewhere"),
    FILE_EXPIRED(410, "The file has expired"),
    UPLOAD_EXPIRED(410, "The upload has expired"),
    PRECONDITION_FAILED(412, "A precondition is not met"),
    PROTOCOL_NOT_SUPPORTED(412, "The version of the protocol is not supported"),
    TOO_LARGE(413, "The file is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    RANGE_NOT_SATISFIABLE(416, "The range is outside the file"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    UPLOAD_LOCKED(423, "Another part of the upload is on its way"),
    RATE_LIMITED(429, "Too many requests"),
    TOO_MANY_STREAMS(429, "Too many transfers at once"),
    QUOTA_EXCEEDED(429, "The day's quota is used up"),
    CHECKSUM_MISMATCH(460, "The part does not have its checksum"),
    INTERNAL(500, "The node failed"),
    UNAVAILABLE(503, "The node is not ready"),
    OVERLOADED(503, "The node is busy"),
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
        return "urn:filetao:problem:" + slug();
    }

    /** The last part of the name, such as {@code file-not-found}. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
