package io.filetao.common.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells the sentence of FileTAO's own exception that kept a program from starting: it says what to do, which the stack trace of
 * thirty beans around it hides. Those with an analyzer of their own come first.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class OwnSentenceFailureAnalyzer implements FailureAnalyzer {

    private static final String OURS = "io.filetao.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Throwable own = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(OURS) && cause.getMessage() != null) {
                own = cause;
            }
        }
        return own == null ? null : new FailureAnalysis(own.getMessage(), null, own);
    }
}
