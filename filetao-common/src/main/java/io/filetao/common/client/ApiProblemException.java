package io.filetao.common.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The API refused a request with a problem document (RFC 9457). */
public final class ApiProblemException extends FiletaoClientException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable Duration retryAfter;

    ApiProblemException(int status, String type, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status. */
    public int status() {
        return this.status;
    }

    /** The problem's stable type, {@code about:blank} when the answer carried none. */
    public String type() {
        return this.type;
    }

    /** How long to wait before another try, null when the node did not say. */
    public @Nullable Duration retryAfter() {
        return this.retryAfter;
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return this.status == 429 || this.status == 503;
    }
}
