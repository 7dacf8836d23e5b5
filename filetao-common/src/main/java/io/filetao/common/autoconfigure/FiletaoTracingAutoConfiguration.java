package io.filetao.common.autoconfigure;

import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Which traces are sent, once {@code management.opentelemetry.tracing.export.otlp.endpoint} says where to; without it nothing of
 * tracing is there at all (see {@link TracingImportFilter}).
 */
@AutoConfiguration(
        beforeName =
                "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({Tracer.class, Sampler.class, ServerRequestObservationContext.class})
@ConditionalOnProperty(TracingImportFilter.ENDPOINT)
public final class FiletaoTracingAutoConfiguration {

    private static final String ACTUATOR = "/actuator";

    /**
     * Nodes take the ids of their callers' traces, so that one trace shows a file's whole way. Whether a trace is kept follows from its
     * id, the same at every node: a caller's wish makes no node send anything.
     */
    @Bean
    Sampler traceSampler(@Value("${management.tracing.sampling.probability}") double probability) {
        return Sampler.traceIdRatioBased(probability);
    }

    /** Whoever scrapes or probes a program makes no traces. */
    @Bean
    ObservationPredicate actuatorIsNotTraced() {
        return (_, context) ->
                !(context instanceof ServerRequestObservationContext request)
                        || request.getCarrier() == null
                        || !request.getCarrier().getPath().value().startsWith(ACTUATOR);
    }

    /** A command to Redis belongs to what it was sent for; by itself it is no trace. */
    @Bean
    SpanExportingPredicate redisAloneIsNoTrace() {
        return span -> !isRoot(span) || !"redis".equals(span.getTags().get("db.system"));
    }

    private static boolean isRoot(FinishedSpan span) {
        String parent = span.getParentId();
        return parent == null || parent.isEmpty() || parent.chars().allMatch(digit -> digit == '0');
    }
}
