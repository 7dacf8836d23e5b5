package io.filetao.common.redis;

import java.util.List;

/** The Redis server is set up so that what was acknowledged can be lost or read by strangers. */
public class UnsafeRedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    UnsafeRedisException(List<String> problems) {
        super("Redis is not set up safely: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, a clause for each. */
    public List<String> problems() {
        return this.problems;
    }
}
