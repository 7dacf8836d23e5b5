package io.filetao.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.api.claim.Digests;
import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The same upload asked for more than once, over real HTTP and Redis. */
class IdempotencyApiTests {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir static Path directory;
    private static ApiTestServer server;

    private String key;

    @BeforeAll
    static void start() throws IOException {
        server = new ApiTestServer(directory, Map.of("filetao.api.store-timeout", "60s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void take() {
        this.key = UUID.randomUUID().toString();
    }

    @Test
    void theSameRequestGetsTheSameAnswerAndIsDoneOnce() throws Exception {
        HttpResponse<String> first = post("once " + this.key, "Idempotency-Key", this.key);
        int started = server.store().started();
        HttpResponse<String> again = post("once " + this.key, "Idempotency-Key", this.key);
        HttpResponse<String> quoted =
                post("once " + this.key, "Idempotency-Key", "\"" + this.key + "\"");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        for (HttpResponse<String> replayed : List.of(again, quoted)) {
            assertThat(replayed.statusCode()).isEqualTo(201);
            assertThat(replayed.body()).isEqualTo(first.body());
            assertThat(replayed.headers().firstValue("Location"))
                    .isEqualTo(first.headers().firstValue("Location"));
            assertThat(replayed.headers().firstValue("Idempotency-Replayed")).contains("true");
        }
        assertThat(server.store().started()).isEqualTo(started);
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() throws Exception {
        post("mine", "Idempotency-Key", this.key);

        assertProblem(post("other", "Idempotency-Key", this.key), 422, "idempotency-key-reused");
        assertProblem(
                post(
                        "other",
                        "Idempotency-Key",
                        this.key,
                        "Repr-Digest",
                        Digests.format(Hash.sha256("other".getBytes(StandardCharsets.UTF_8)))),
                422,
                "idempotency-key-reused");
        assertProblem(
                post("mine", "Idempotency-Key", this.key, "Filetao-Ttl", "60"),
                422,
                "idempotency-key-reused");
        assertThat(post("other", "Idempotency-Key", this.key + "2").statusCode()).isEqualTo(201);
    }

    @Test
    void whileTheFirstIsGoingOnTheSecondHasToWait() throws Exception {
        int before = server.store().started();
        try (Socket first = new Socket(server.url().getHost(), server.url().getPort())) {
            first.setSoTimeout(30_000);
            OutputStream out = first.getOutputStream();
            out.write(
                    ("POST /api/v1/files HTTP/1.1\r\nHost: x\r\nIdempotency-Key: "
                                    + this.key
                                    + "\r\nContent-Length: 10\r\n\r\n01234")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Instant limit = Instant.now().plusSeconds(20);
            while (server.store().started() == before) {
                assertThat(Instant.now()).isBefore(limit);
                LockSupport.parkNanos(10_000_000);
            }
            HttpResponse<String> second = post("0123456789", "Idempotency-Key", this.key);
            assertProblem(second, 409, "idempotency-key-in-use");
            assertThat(second.headers().firstValueAsLong("Retry-After")).isPresent();
            out.write("56789".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(new String(first.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 201");
        }
        HttpResponse<String> replayed = post("0123456789", "Idempotency-Key", this.key);
        assertThat(replayed.statusCode()).isEqualTo(201);
        assertThat(replayed.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void aRequestThatFailedLeavesItsKeyFree() throws Exception {
        String wrong = Digests.format(Hash.sha256(new byte[] {1}));

        assertProblem(
                post("free", "Idempotency-Key", this.key, "Repr-Digest", wrong),
                400,
                "digest-mismatch");
        assertThat(post("free", "Idempotency-Key", this.key).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "tab\tbed"})
    void aMalformedKeyIsRefused(String malformed) throws Exception {
        assertProblem(post("x", "Idempotency-Key", malformed), 400, "invalid-request");
    }

    private static HttpResponse<String> post(String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/files"))
                        .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new JsonMapper().readTree(answer.body()).path("type").asString())
                .isEqualTo("urn:filetao:problem:" + type);
    }
}
