package io.filetao.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.api.file.ApiTestServer;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may begin and see uploads over several requests, and what of their headers is refused, over real HTTP and Redis. */
class UploadApiTests {

    private static final String UPLOADS = "/api/v1/uploads";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir static Path directory;
    private static ApiTestServer server;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        server = new ApiTestServer(directory, Map.of("filetao.api.open-access", false));
        token = token("write");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoMayWriteBeginsFindsAndEndsUploads() throws Exception {
        String upload = create(token);

        HttpResponse<String> found = send(request("HEAD", upload, token));
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(header(found, "Upload-Offset")).isEqualTo("0");
        assertThat(header(found, "Upload-Length")).isEqualTo("1000");
        assertThat(header(found, "Upload-Expires")).endsWith(" GMT");
        assertThat(header(found, "Filetao-Segment-Size")).isEqualTo("67108864");
        HttpRequest override =
                request("POST", upload, token).header("X-HTTP-Method-Override", "DELETE").build();
        assertThat(send(override).statusCode()).isEqualTo(204);
        assertThat(send(request("HEAD", upload, token)).statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyElseSeesAnUpload() throws Exception {
        String upload = create(token);

        for (String method : List.of("HEAD", "GET", "DELETE")) {
            assertThat(send(request(method, upload, token("write"))).statusCode())
                    .as("%s of another account", method)
                    .isEqualTo(404);
            assertThat(send(request(method, upload, token("read"))).statusCode())
                    .as("%s without the scope", method)
                    .isEqualTo(403);
            HttpResponse<String> stranger = send(request(method, upload, null));
            assertThat(stranger.statusCode()).as("%s of a stranger", method).isEqualTo(401);
            assertThat(header(stranger, "Tus-Resumable")).isEqualTo("1.0.0");
        }
        assertThat(send(request("HEAD", upload, token)).statusCode()).isEqualTo(200);
    }

    @Test
    void aPartWithoutMinersIsRefusedAndMayComeAgain() throws Exception {
        String upload = create(token);
        HttpRequest part =
                request("PATCH", upload, token)
                        .header("Content-Type", "application/offset+octet-stream")
                        .header("Upload-Offset", "0")
                        .method("PATCH", BodyPublishers.ofByteArray(new byte[1000]))
                        .build();

        assertProblem(send(part), 507, "insufficient-storage");
        assertProblem(send(part), 507, "insufficient-storage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upload-Length: 12a",
                "Upload-Length: -1",
                "Upload-Length: 99999999999999999999",
                "Upload-Defer-Length: 2",
                "X-None: both lengths are missing",
                "Upload-Metadata: filename ?",
                "Upload-Metadata: a b c",
                "Upload-Metadata: a,a",
                "Filetao-Ttl: 0",
                "Filetao-Payload: ?",
                "Repr-Digest: sha-256=x"
            })
    void createWhenAHeaderIsWrongIsRefused(String header) throws Exception {
        String[] parts = header.split(": ", 2);
        HttpRequest.Builder request = request("POST", UPLOADS, token).setHeader(parts[0], parts[1]);
        if (!header.startsWith("Upload-L")
                && !header.startsWith("Upload-D")
                && !header.startsWith("X-")) {
            request.header("Upload-Length", "5");
        }

        assertProblem(send(request.build()), 400, "invalid-request");
    }

    @Test
    void createWhenTooLargeOrOfAnotherTypeIsRefused() throws Exception {
        HttpRequest large =
                request("POST", UPLOADS, token).header("Upload-Length", "8388609").build();
        assertProblem(send(large), 413, "too-large");
        HttpRequest typed =
                HttpRequest.newBuilder(request("POST", UPLOADS, token).build(), (_, _) -> true)
                        .header("Upload-Length", "5")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("hello"))
                        .build();
        assertProblem(send(typed), 415, "unsupported-media-type");
    }

    private static String create(String token) throws Exception {
        HttpResponse<String> created =
                send(request("POST", UPLOADS, token).header("Upload-Length", "1000").build());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return header(created, "Location");
    }

    /** A token with one scope, of an account of its own. */
    private static String token(String scope) throws IOException {
        String account = Keypair.generate().address().value();
        String certificate =
                AccountCertificate.create(
                                Keypair.generate(), server.hotkey().address(), Instant.now())
                        .encode();
        try (FiletaoClient node =
                FiletaoClient.builder(server.url())
                        .identity(new Identity(server.hotkey(), certificate))
                        .build()) {
            return String.valueOf(
                    node.grant(
                                    new TokenRequest(
                                            account,
                                            List.of(scope),
                                            Duration.ofHours(1),
                                            null,
                                            account))
                            .token());
        }
    }

    private static HttpRequest.Builder request(String method, String path, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Tus-Resumable", "1.0.0")
                        .method(method, BodyPublishers.noBody());
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("urn:filetao:problem:" + type);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
