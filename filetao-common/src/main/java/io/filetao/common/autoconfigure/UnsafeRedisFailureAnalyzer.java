package io.filetao.common.autoconfigure;

import io.filetao.common.redis.UnsafeRedisException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the Redis server and how to mend it. */
final class UnsafeRedisFailureAnalyzer extends AbstractFailureAnalyzer<UnsafeRedisException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsafeRedisException cause) {
        return new FailureAnalysis(
                "The Redis server is not set up safely:\n  - "
                        + String.join("\n  - ", cause.problems()),
                "Run 'filetao admin redis secure --conf /path/to/redis.conf' where the server runs, restart it, and set"
                        + " spring.data.redis.password. If you know what you risk, set"
                        + " filetao.redis.allow-unsafe=true.",
                cause);
    }
}
