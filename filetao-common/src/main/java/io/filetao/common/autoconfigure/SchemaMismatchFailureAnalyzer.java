package io.filetao.common.autoconfigure;

import io.filetao.common.redis.SchemaMismatchException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to bring program and data together again. */
final class SchemaMismatchFailureAnalyzer extends AbstractFailureAnalyzer<SchemaMismatchException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaMismatchException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Start the release that wrote the data, or run 'filetao admin migrate-schema --dry-run' of this one and then"
                        + " without --dry-run. To start empty, choose another filetao.redis.prefix.",
                cause);
    }
}
