package io.filetao.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.api.file.ApiTestServer;
import io.filetao.common.client.ApiProblemException;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
import io.filetao.common.client.TokenReport;
import io.filetao.common.client.TokenRequest;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bearer tokens from their grant to their end, over real HTTP, on a node that denies by default. */
class TokenApiTests {

    private static final Keypair LISTED = Keypair.ofUri("//Alice");
    private static final Keypair HOLDER = Keypair.ofUri("//Dave");
    private static final Keypair HOLDERS_COLDKEY = Keypair.ofUri("//Eve");
    private static final Keypair BLACKLISTED = Keypair.ofUri("//Charlie");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
                                LISTED.address().value(),
                                "filetao.api.blacklisted-hotkeys",
                                BLACKLISTED.address().value()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTokenStoresReadsAndListsForItsAccountUntilItIsRevoked() throws Exception {
        TokenReport token = grant("read", "write");

        HttpResponse<String> stored =
                send("POST", "/api/v1/files", token.token(), "a token's file");
        String cid = json(stored).path("cid").asString();

        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(send("GET", "/api/v1/files/" + cid, token.token(), null).body())
                .isEqualTo("a token's file");
        assertThat(json(send("GET", "/api/v1/files", token.token(), null)).path("items"))
                .hasSize(1);
        assertThat(token.account()).isEqualTo(HOLDERS_COLDKEY.address().value());
        try (FiletaoClient owner = signed(Keypair.generate(), HOLDERS_COLDKEY, token.token())) {
            assertThat(owner.list(null, 10).items())
                    .as("the same account by its signature")
                    .hasSize(1);
        }
        try (FiletaoClient node = signed(server.hotkey(), null, null)) {
            node.revoke(token.id());
        }
        assertRefused(
                send("GET", "/api/v1/files/" + cid, token.token(), null),
                401,
                "invalid-token",
                "error=\"invalid_token\"");
    }

    @Test
    void listShowsEveryTokenButNoText() throws Exception {
        TokenReport token = grant("read");
        HttpResponse<String> listed =
                send("GET", "/api/v1/access/tokens", grant("admin").token(), null);

        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.body())
                .contains(token.id())
                .doesNotContain(String.valueOf(token.token()));
        assertThat(json(listed).path("items").valueStream())
                .allSatisfy(item -> assertThat(item.has("token")).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "read, GET, /api/v1/files, 200",
        "read, HEAD, /api/v1/network/miners, 200",
        "read, GET, /api/v1/network, 200",
        "read, POST, /api/v1/files, 403",
        "read, DELETE, /api/v1/files/bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu, 403",
        "read, GET, /api/v1/access/tokens, 403",
        "write, GET, /api/v1/files, 403",
        "write, POST, /api/v1/files, 201",
        "write, POST, /api/v1/access/tokens, 403",
        "admin, GET, /api/v1/files, 403",
        "admin, POST, /api/v1/files, 403",
        "admin, DELETE, /api/v1/access/tokens/0123456789abcdef, 404",
    })
    void everyOperationNeedsItsScope(String scope, String method, String path, int status)
            throws Exception {
        String body = method.equals("POST") ? "{}" : null;
        HttpResponse<String> answer = send(method, path, grant(scope).token(), body);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertRefused(answer, 403, "insufficient-scope", "error=\"insufficient_scope\"");
        }
    }

    @Test
    void withoutCredentialsTheAnswerSaysHowToBeAdmitted() throws Exception {
        for (String path : List.of("/api/v1/files", "/api/v1/network", "/api/v1/access/tokens")) {
            assertRefused(send("GET", path, null, null), 401, "unauthenticated", "Bearer realm=");
        }
        for (String path : List.of("/v3/api-docs", "/actuator/health/liveness")) {
            assertThat(send("GET", path, null, null).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic dXNlcjpwYXNz",
                "Bearer",
                "Bearer x",
                "Bearer filetao_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer a, Bearer b"
            })
    void whatIsNoTokenIsRefused(String authorization) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(
                        HttpRequest.newBuilder(uri("/api/v1/files"))
                                .header("Authorization", authorization)
                                .build(),
                        BodyHandlers.ofString());

        assertRefused(answer, 401, "invalid-token", "error=\"invalid_token\"");
    }

    @Test
    void aTokenEndsByItself() throws Exception {
        String token;
        try (FiletaoClient node = signed(server.hotkey(), null, null)) {
            token =
                    node.grant(
                                    new TokenRequest(
                                            HOLDER.address().value(),
                                            List.of("read"),
                                            Duration.ofSeconds(1),
                                            null,
                                            null))
                            .token();
        }
        Instant limit = Instant.now().plusSeconds(30);
        while (send("GET", "/api/v1/files", token, null).statusCode() != 401) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void onlyTheNodesKeysAndAdminTokensGrant() throws Exception {
        try (FiletaoClient listed = signed(LISTED, Keypair.generate(), null)) {
            assertThat(listed.list(null, 1).items()).isEmpty();
            assertThatExceptionOfType(ApiProblemException.class)
                    .isThrownBy(listed::tokens)
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
        }
        assertThat(grant("admin").scopes()).containsExactly("admin");
    }

    @Test
    void aBlacklistedHotkeysTokenIsNotServed() throws Exception {
        try (FiletaoClient node = signed(server.hotkey(), null, null)) {
            TokenReport token =
                    node.grant(
                            new TokenRequest(
                                    BLACKLISTED.address().value(),
                                    List.of("read"),
                                    null,
                                    null,
                                    null));
            HttpResponse<String> answer = send("GET", "/api/v1/files", token.token(), null);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(json(answer).path("type").asString())
                    .isEqualTo("urn:filetao:problem:not-admitted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"hotkey\":\"x\",\"scopes\":[\"read\"]}",
                "{\"hotkey\":\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\",\"scopes\":[]}",
                "{\"hotkey\":\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\",\"scopes\":[\"root\"]}",
                "{\"hotkey\":\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\",\"scopes\":[\"read\"],\"ttl\":0}",
                "{\"hotkey\":\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\",\"scopes\":[\"read\"],\"account\":\"y\"}"
            })
    void grantWhenTheRequestIsWrongSaysSo(String body) throws Exception {
        HttpResponse<String> answer =
                send("POST", "/api/v1/access/tokens", grant("admin").token(), body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("type").asString())
                .isEqualTo("urn:filetao:problem:invalid-request");
    }

    private static TokenReport grant(String... scopes) throws IOException {
        try (FiletaoClient node = signed(server.hotkey(), null, null)) {
            return node.grant(
                    new TokenRequest(
                            HOLDER.address().value(),
                            List.of(scopes),
                            Duration.ofHours(1),
                            "test",
                            HOLDERS_COLDKEY.address().value()));
        }
    }

    private static FiletaoClient signed(Keypair hotkey, Keypair coldkey, String token) {
        Keypair signer = coldkey == null ? Keypair.generate() : coldkey;
        String certificate =
                AccountCertificate.create(signer, hotkey.address(), Instant.now()).encode();
        return FiletaoClient.builder(server.url())
                .identity(new Identity(hotkey, certificate))
                .token(token)
                .build();
    }

    private static void assertRefused(
            HttpResponse<String> answer, int status, String type, String challenge) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains(challenge);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(json(answer).path("type").asString()).isEqualTo("urn:filetao:problem:" + type);
    }

    private static HttpResponse<String> send(String method, String path, String token, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    private static URI uri(String path) {
        return URI.create(server.url() + path);
    }
}
