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
                "Start the release that wrote the data, or a newer one that brings it over. To start empty beside it,"
                        + " choose another filetao.redis.prefix.",
                cause);
    }
}
