package io.filetao.api.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request cannot be served as asked; becomes a problem document (RFC 9457). */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * A problem.
     *
     * @param detail one sentence for the caller that says what to do, without secrets
     */
    public ProblemException(ProblemType type, String detail) {
        super(detail);
        this.type = type;
    }

    /** A problem with what led to it, which stays in this program. */
    public ProblemException(ProblemType type, String detail, Throwable cause) {
        super(detail, cause);
        this.type = type;
    }

    /** Adds a member to the document. */
    public ProblemException with(String member, Object value) {
        this.members.put(member, value);
        return this;
    }

    /** Adds a header to the answer. */
    public ProblemException withHeader(String header, String value) {
        this.headers.put(header, value);
        return this;
    }

    /** Tells the caller to come again after so many seconds. */
    public ProblemException retryAfter(int seconds) {
        return withHeader("Retry-After", Integer.toString(seconds));
    }

    public ProblemType type() {
        return this.type;
    }

    Map<String, Object> members() {
        return this.members;
    }

    Map<String, String> headers() {
        return this.headers;
    }
}
