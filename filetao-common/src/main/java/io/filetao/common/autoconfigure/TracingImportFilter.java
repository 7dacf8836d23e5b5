package io.filetao.common.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Leaves tracing out, with all its threads and spans, unless the address is configured that traces are sent to.
 */
final class TracingImportFilter implements AutoConfigurationImportFilter, EnvironmentAware {

    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String OPENTELEMETRY =
            "org.springframework.boot.opentelemetry.autoconfigure.";
    private static final String TRACING = "org.springframework.boot.micrometer.tracing.";

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        boolean wanted = isWanted(this.environment);
        boolean[] kept = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            String candidate = candidates[i];
            kept[i] =
                    wanted
                            || candidate == null
                            || !(candidate.startsWith(OPENTELEMETRY)
                                    || candidate.startsWith(TRACING));
        }
        return kept;
    }

    /** Whether traces are to be sent anywhere. */
    static boolean isWanted(Environment environment) {
        String endpoint = environment.getProperty(ENDPOINT);
        return endpoint != null && !endpoint.isBlank();
    }
}
