package io.filetao.common.autoconfigure;

import io.filetao.common.redis.SchemaMismatchException;
import io.filetao.common.redis.SchemaVersion;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to bring program and data together again. */
final class SchemaMismatchFailureAnalyzer extends AbstractFailureAnalyzer<SchemaMismatchException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaMismatchException cause) {
        if (cause.found().startsWith(SchemaVersion.RESTORING)) {
            return new FailureAnalysis(
                    "A backup is being put back into this Redis, or was until that was"
                            + " interrupted.",
                    "Wait for 'filetao admin restore' to end, or run it again with the same file:"
                            + " it goes on where it stopped.",
                    cause);
        }
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Start the release that wrote the data, or a newer one that brings it over. To"
                        + " start empty beside it, choose another filetao.redis.prefix.",
                cause);
    }
}
