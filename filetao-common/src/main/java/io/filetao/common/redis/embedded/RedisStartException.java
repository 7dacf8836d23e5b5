package io.filetao.common.redis.embedded;

import org.jspecify.annotations.Nullable;

/** The built-in Redis server could not be started; the message says why and what to do. */
public class RedisStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RedisStartException(String message) {
        super(message);
    }

    public RedisStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
