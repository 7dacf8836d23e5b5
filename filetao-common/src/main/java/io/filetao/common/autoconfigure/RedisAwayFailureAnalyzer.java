package io.filetao.common.autoconfigure;

import io.filetao.common.index.IndexUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says where Redis was looked for. */
final class RedisAwayFailureAnalyzer extends AbstractFailureAnalyzer<IndexUnavailableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IndexUnavailableException cause) {
        return new FailureAnalysis(
                "Redis did not answer while the program was starting: " + rootFailure.getMessage(),
                "Start Redis 7 or newer and set spring.data.redis.host, port and password to where it is, or let 'filetao"
                        + " localnet' start one. filetao.redis.start-timeout says how long to wait for it.",
                cause);
    }
}
