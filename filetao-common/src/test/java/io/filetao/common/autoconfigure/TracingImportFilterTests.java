package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Without an address to send traces to there is no tracing at all. */
class TracingImportFilterTests {

    private static final String[] CANDIDATES = {
        "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
        "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
        null,
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    };

    private final TracingImportFilter filter = new TracingImportFilter();

    @Test
    void matchWithoutAnEndpointKeepsOnlyWhatMeasures() {
        assertThat(kept("")).containsExactly(false, false, true, true);
    }

    @Test
    void matchWithAnEndpointKeepsAll() {
        assertThat(kept("http://127.0.0.1:4318/v1/traces")).containsExactly(true, true, true, true);
    }

    @SuppressWarnings("NullAway") // the metadata is not looked at
    private boolean[] kept(String endpoint) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "test", Map.of(TracingImportFilter.ENDPOINT, endpoint)));
        this.filter.setEnvironment(environment);
        return this.filter.match(CANDIDATES, null);
    }
}
