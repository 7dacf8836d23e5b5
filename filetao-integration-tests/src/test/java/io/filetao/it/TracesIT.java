package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.it.OtlpReceiver.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of traces gets of a network that is told to send them. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TracesIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir private static Path directory;

    private static OtlpReceiver receiver;
    private static LocalNetwork network;

    @BeforeAll
    static void start() throws IOException {
        receiver = new OtlpReceiver();
        network =
                LocalNetwork.with(validators(1), miners(4))
                        .directory(directory.resolve("net"))
                        .blockTime(Duration.ofMillis(500))
                        .property(
                                "management.opentelemetry.tracing.export.otlp.endpoint",
                                receiver.endpoint().toString())
                        .property("management.opentelemetry.tracing.export.schedule-delay", "200ms")
                        .property("management.tracing.sampling.probability", "1.0")
                        .start();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
        receiver.close();
    }

    @Test
    void uploadIsOneTraceFromTheCallerOverTheApiToTheMiners() throws Exception {
        HttpResponse<String> stored =
                send(
                        request("/api/v1/files")
                                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                                .POST(
                                        HttpRequest.BodyPublishers.ofFile(
                                                Bytes.file(
                                                        directory.resolve("file"), 300_000, 5))));
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(names("filetao-miner"))
                                .filteredOn("http put /v1/shards/{rid}"::equals)
                                .hasSizeGreaterThanOrEqualTo(3));
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(names("filetao-api"))
                                .contains("store file", "http post /api/v1/files"));

        assertThat(names("filetao-api"))
                .contains("http post /api/v1/files", "PUT /v1/shards/{id}", "POST /v1/challenges");
        assertThat(names("filetao-miner"))
                .contains("http post /v1/challenges", "http post /v1/openings");
        Map<String, Span> byId =
                trace().stream().collect(Collectors.toMap(Span::id, Function.identity()));
        assertThat(byId.values())
                .as("every span hangs on another one, and the first on the caller's")
                .allSatisfy(span ->
                        assertThat(byId.containsKey(span.parent()) || span.parent().equals(CALLER))
                                .as("%s", span)
                                .isTrue());
        assertThat(
                        byId.values().stream()
                                .filter(span -> span.name().equals("http put /v1/shards/{rid}"))
                                .map(span -> byId.get(span.parent()).name()))
                .containsOnly("PUT /v1/shards/{id}");
    }

    @Test
    void dutiesAreTracesOfTheirOwnAndProbesAreNone() throws Exception {
        assertThat(
                        send(HttpRequest.newBuilder(
                                        network.validator().url().resolve("/actuator/health")))
                                .statusCode())
                .isEqualTo(200);
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(receiver.spans())
                                .extracting(Span::service, Span::name)
                                .contains(tuple("filetao-validator", "duty monitor")));
        List<Span> roots =
                receiver.spans().stream()
                        .filter(span -> span.parent().isEmpty() || span.parent().matches("0*"))
                        .toList();
        assertThat(roots).noneMatch(span -> span.attributes().containsKey("db.system"));
        assertThat(receiver.spans()).noneMatch(span -> span.name().contains("actuator"));
    }

    private static List<String> names(String service) {
        return trace().stream()
                .filter(span -> span.service().equals(service))
                .map(Span::name)
                .toList();
    }

    private static List<Span> trace() {
        return receiver.spans().stream().filter(span -> span.trace().equals(TRACE)).toList();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(network.api() + path))
                .header("Authorization", "Bearer " + network.token());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
