package io.filetao.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.api.file.ApiTestServer;
import io.filetao.common.client.ApiProblemException;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
import io.filetao.common.fixtures.OnlineBuild;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is served while access is not open, and what happens while Redis is away. */
class AccessApiTests {

    private static final Keypair LISTED = Keypair.ofUri("//Alice");
    private static final Keypair LISTED_COLDKEY = Keypair.ofUri("//Bob");
    private static final Keypair BLACKLISTED = Keypair.ofUri("//Charlie");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir static Path directory;
    private static ApiTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server =
                new ApiTestServer(
                        directory,
                        Map.of(
                                "filetao.api.open-access",
                                false,
                                "filetao.api.whitelisted-hotkeys",
                                LISTED.address() + "," + LISTED_COLDKEY.address(),
                                "filetao.api.blacklisted-hotkeys",
                                BLACKLISTED.address().value()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anUnsignedRequestIsNotServed() {
        assertRefused(null, null, 401);
    }

    @Test
    void aListedHotkeyAndTheHotkeysOfAListedColdkeyAreServed() throws IOException {
        try (FiletaoClient hotkey = client(LISTED, Keypair.generate());
                FiletaoClient coldkeys = client(Keypair.generate(), LISTED_COLDKEY)) {
            assertThat(hotkey.list(null, 1).items()).isEmpty();
            assertThat(coldkeys.list(null, 1).items()).isEmpty();
        }
    }

    @Test
    void strangersAndBlacklistedKeysAreNotServed() {
        assertRefused(Keypair.generate(), Keypair.generate(), 403);
        assertRefused(BLACKLISTED, Keypair.generate(), 403);
        assertRefused(BLACKLISTED, LISTED_COLDKEY, 403);
        assertRefused(LISTED, BLACKLISTED, 403);
    }

    @Test
    void whileRedisIsAwayNothingIsPretendedAndItRecoversByItself() throws Exception {
        assertThat(status("/actuator/health/readiness")).isEqualTo(200);
        server.stopRedis();
        try (FiletaoClient client = client(LISTED, Keypair.generate())) {
            assertThatExceptionOfType(ApiProblemException.class)
                    .isThrownBy(() -> client.list(null, 1))
                    .satisfies(problem -> {
                        assertThat(problem.status()).isEqualTo(503);
                        assertThat(problem.retryAfter()).isNotNull();
                    });
            assertThat(status("/actuator/health/readiness")).isEqualTo(503);
            assertThat(status("/actuator/health/liveness")).isEqualTo(200);
        } finally {
            server.startRedis();
        }
        Instant limit = Instant.now().plusSeconds(30);
        while (status("/actuator/health/readiness") != 200) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(100_000_000);
        }
        try (FiletaoClient client = client(LISTED, Keypair.generate())) {
            // The circuit breaker may hold calls back for a second more.
            while (!serves(client)) {
                assertThat(Instant.now()).isBefore(limit);
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    @Test
    void whileTheDiskTakesNothingTheNodeIsNotReady() throws Exception {
        assertThat(status("/actuator/health/readiness")).isEqualTo(200);
        Path aside = Files.move(server.spool(), directory.resolve("aside"));
        Files.createFile(server.spool());
        try {
            assertThat(status("/actuator/health/readiness")).isEqualTo(503);
            assertThat(status("/actuator/health/liveness")).isEqualTo(200);
        } finally {
            Files.delete(server.spool());
            Files.move(aside, server.spool());
        }
        assertThat(status("/actuator/health/readiness")).isEqualTo(200);
    }

    @Test
    void theProgramTellsItsBillOfMaterials() throws Exception {
        OnlineBuild.assume();
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create(server.url() + "/actuator/sbom/application"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"CycloneDX\"", "filetao-common", "lettuce-core", "reactor-netty");
    }

    private static boolean serves(FiletaoClient client) throws IOException {
        try {
            return client.list(null, 1).items().isEmpty();
        } catch (ApiProblemException refused) {
            assertThat(refused.status()).isEqualTo(503);
            return false;
        }
    }

    @Test
    void metersTellOfTheProtectionAgainstWhatIsAway() throws Exception {
        String meters =
                HTTP.send(
                                HttpRequest.newBuilder(
                                                URI.create(server.url() + "/actuator/prometheus"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
        for (String meter :
                List.of(
                        "resilience4j_circuitbreaker_state\\{.*name=\"redis\"",
                        "resilience4j_bulkhead_available_concurrent_calls\\{.*name=\"redis\"",
                        "resilience4j_retry_calls_total\\{.*name=\"redis\"",
                        "resilience4j_timelimiter_calls_total\\{.*name=\"redis\"",
                        "filetao_miner_breakers\\{.*state=\"open\"",
                        "filetao_miner_exchanges\\{",
                        "filetao_miner_exchanges_held_back_total\\{.*reason=\"bulkhead\"")) {
            assertThat(Pattern.compile(meter).matcher(meters).find()).as(meter).isTrue();
        }
    }

    private static void assertRefused(Keypair hotkey, Keypair coldkey, int status) {
        try (FiletaoClient client =
                hotkey == null
                        ? FiletaoClient.builder(server.url()).build()
                        : client(hotkey, coldkey)) {
            assertThatExceptionOfType(ApiProblemException.class)
                    .isThrownBy(() -> client.list(null, 1))
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(status));
        }
    }

    private static FiletaoClient client(Keypair hotkey, Keypair coldkey) {
        String certificate =
                AccountCertificate.create(coldkey, hotkey.address(), Instant.now()).encode();
        return FiletaoClient.builder(server.url())
                .identity(new Identity(hotkey, certificate))
                .build();
    }

    private static int status(String path) throws Exception {
        HttpResponse<Void> response =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        BodyHandlers.discarding());
        return response.statusCode();
    }
}
