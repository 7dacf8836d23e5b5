package io.filetao.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.filetao.api.file.ApiTestServer;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mutated requests of every operation in the description that the API serves: whatever comes, the answer is one that the description
 * knows, tells nothing of the inside and leaves nothing behind.
 *
 * <p>{@code -Dfiletao.fuzz.requests=N} sends more, {@code -Dfiletao.fuzz.seed=N} others.
 */
class ApiFuzzTests {

    private static final Pattern IDLE =
            Pattern.compile("filetao_api_transfer_memory_bytes(\\{.*})? 0\\.0");

    private static final int REQUESTS = Integer.getInteger("filetao.fuzz.requests", 1_200);
    private static final long SEED = Long.getLong("filetao.fuzz.seed", 21);
    private static final int WARM_UP = 500;
    private static final long GROWTH = 48L << 20;

    @TempDir private Path directory;

    @Test
    void whateverIsAskedTheAnswerIsADocumentedOne() throws Exception {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ListAppender<ILoggingEvent> leaks = new ListAppender<>();
        Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        leaks.start();
        try (ApiTestServer server = start()) {
            detector.addAppender(leaks);
            FuzzedApi api = FuzzedApi.read(document(server), server.url(), new Random(SEED));
            Map<Integer, Integer> statuses = new TreeMap<>();
            long level = 0;
            for (int i = 0; i < Math.max(REQUESTS, WARM_UP); i++) {
                FuzzedApi.Answer answer = api.send();
                statuses.merge(answer.status(), 1, Integer::sum);
                answer.check();
                if (i == WARM_UP - 1) {
                    level = heap(server);
                }
            }
            System.out.printf("Fuzzer: answers by status %s%n", statuses);
            assertThat(statuses).containsKeys(200, 201, 400, 401, 404, 405);
            awaitIdle(server);
            long after = heap(server);
            System.out.printf("Fuzzer: heap of %d bytes, then %d%n", level, after);
            assertThat(after - level).as("growth of the heap").isLessThan(GROWTH);
            assertThat(leaks.list).as("buffers that were lost").isEmpty();
        } finally {
            detector.detachAppender(leaks);
            ResourceLeakDetector.setLevel(before);
        }
    }

    private ApiTestServer start() throws IOException {
        return new ApiTestServer(
                this.directory,
                Map.of(
                        "filetao.api.limits.requests-per-second",
                        0,
                        "filetao.api.store-timeout",
                        "2s"));
    }

    private static JsonNode document(ApiTestServer server) throws Exception {
        return new JsonMapper().readTree(get(server, "/v3/api-docs"));
    }

    /** Waits until no transfer holds anything any more. */
    private static void awaitIdle(ApiTestServer server) throws Exception {
        Instant limit = Instant.now().plusSeconds(30);
        while (get(server, "/actuator/prometheus").lines().noneMatch(IDLE.asMatchPredicate())) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** Live bytes of the heap, without the files that the test's store keeps in memory. */
    private static long heap(ApiTestServer server) {
        server.forgetBytes();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static String get(ApiTestServer server, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
