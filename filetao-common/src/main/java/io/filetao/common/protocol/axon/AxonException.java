package io.filetao.common.protocol.axon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request is refused; the caller gets status, code and sentence as problem details (RFC 9457). */
public class AxonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final @Nullable Duration retryAfter;
    private final LinkedHashMap<String, Long> numbers = new LinkedHashMap<>();

    /**
     * @param code stable name in kebab case
     * @param detail one sentence that says what to do; it is sent, so it holds no secret
     */
    public AxonException(int status, String code, String detail) {
        this(status, code, detail, null);
    }

    /**
     * @param retryAfter when the same request may succeed, null when that is not known
     */
    public AxonException(int status, String code, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return this.status;
    }

    public String code() {
        return this.code;
    }

    public @Nullable Duration retryAfter() {
        return this.retryAfter;
    }

    /** Adds a number to the problem details, for programs to read. */
    public AxonException with(String name, long number) {
        this.numbers.put(name, number);
        return this;
    }

    /** The numbers by their names. */
    public Map<String, Long> numbers() {
        return Map.copyOf(this.numbers);
    }

    /** The sentence for the caller. */
    public String detail() {
        String message = getMessage();
        return message == null ? this.code : message;
    }
}
