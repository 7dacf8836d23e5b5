package io.filetao.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.api.file.ApiTestServer;
import io.filetao.common.client.ApiProblemException;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
import io.filetao.common.client.TokenRequest;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to who asks for too much, over real HTTP and Redis. Every test is a caller of its own. */
class LimitApiTests {

    private static final int QUOTA = 9_000_000;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Random RANDOM = new Random(21);

    @TempDir static Path directory;
    private static ApiTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server =
                new ApiTestServer(
                        directory,
                        Map.of(
                                "filetao.api.limits.requests-per-second",
                                1,
                                "filetao.api.limits.burst",
                                100,
                                "filetao.api.limits.streams",
                                2,
                                "filetao.api.limits.upload-per-day",
                                QUOTA + "B",
                                "filetao.api.limits.transfer-memory",
                                "1MB",
                                "filetao.api.store-timeout",
                                "60s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgainAndNobodyElseNotices() throws Exception {
        String hasty = token();
        String calm = token();
        HttpResponse<String> answer = list(hasty);
        for (int i = 0; i < 2_000 && answer.statusCode() == 200; i++) {
            answer = list(hasty);
        }

        assertProblem(answer, 429, "rate-limited");
        assertThat(retryAfter(answer)).isBetween(1L, 3600L);
        assertThat(list(calm).statusCode()).isEqualTo(200);
        Instant limit = Instant.now().plusSeconds(60);
        while (list(hasty).statusCode() != 200) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(200_000_000);
        }
    }

    @Test
    void aCallerHasSoManyTransfersAtOnce() throws Exception {
        String token = token();
        try (Socket first = halfAnUpload(token);
                Socket second = halfAnUpload(token)) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            HttpResponse<String> third = post(token, BodyPublishers.ofString("x"));
            assertProblem(third, 429, "too-many-streams");
            assertThat(retryAfter(third)).isPositive();
            assertThat(list(token).statusCode()).as("no transfer").isEqualTo(200);
            assertThat(post(token(), BodyPublishers.ofString("y")).statusCode()).isEqualTo(201);
        }
        Instant limit = Instant.now().plusSeconds(60);
        while (post(token, BodyPublishers.ofString("z")).statusCode() != 201) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(400_000_000);
        }
    }

    @Test
    void anAccountSendsSoMuchInADay() throws Exception {
        String token = token();
        byte[] most = bytes(QUOTA / 2 + 1);
        String wrong = "sha-256=:" + "A".repeat(43) + "=:";

        HttpResponse<String> refused =
                HTTP.send(
                        request("/api/v1/files", token)
                                .header("Repr-Digest", wrong)
                                .POST(BodyPublishers.ofByteArray(most))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(refused.statusCode()).as("what was not stored costs nothing").isEqualTo(400);
        assertThat(post(token, BodyPublishers.ofByteArray(most)).statusCode()).isEqualTo(201);

        HttpResponse<String> announced = post(token, BodyPublishers.ofByteArray(bytes(QUOTA / 2)));
        assertProblem(announced, 429, "quota-exceeded");
        assertThat(retryAfter(announced)).isBetween(1L, 86_400L);
        byte[] chunked = bytes(QUOTA / 2);
        assertProblem(
                post(token, BodyPublishers.ofByteArrays(List.of(chunked))), 429, "quota-exceeded");
        assertThat(post(token, BodyPublishers.ofByteArray(bytes(1_000))).statusCode())
                .isEqualTo(201);
    }

    @Test
    void downloadsBeyondTheMemoryAreTurnedAwayAndThoseUnderWayEndWell() throws Exception {
        byte[] content = bytes(7_900_000);
        String cid =
                json(post(token(), BodyPublishers.ofByteArray(content))).path("cid").asString();
        String other = token();
        try (Socket slow = download(cid, token())) {
            HttpResponse<byte[]> shed = read(cid, other);
            assertThat(shed.statusCode()).isEqualTo(503);
            assertThat(shed.headers().firstValueAsLong("Retry-After")).isPresent();
            assertThat(new String(shed.body(), StandardCharsets.UTF_8))
                    .contains("urn:filetao:problem:overloaded");
            byte[] whole = rest(slow.getInputStream(), content.length);
            assertThat(whole).isEqualTo(content);
        }
        Instant limit = Instant.now().plusSeconds(30);
        while (read(cid, other).statusCode() != 200) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Test
    void aHeadOfTooManyBytesIsRefused() throws Exception {
        assertThat(answerTo("X-Short: a")).startsWith("HTTP/1.1 2");
        // The connection may go before the answer is read: the rest of the head is on its way then.
        assertThat(answerTo("X-Long: " + "a".repeat(64 << 10))).matches("|HTTP/1.1 4(13|31)");
    }

    /** How the answer to a request with one more header begins; empty when the connection is lost. */
    private static String answerTo(String header) throws IOException {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            ("GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\n"
                                            + header
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (SocketException lost) {
            return "";
        }
    }

    /** A token of an account of its own. */
    private static String token() throws IOException {
        String certificate =
                AccountCertificate.create(
                                Keypair.generate(), server.hotkey().address(), Instant.now())
                        .encode();
        String account = Keypair.generate().address().value();
        try (FiletaoClient node =
                FiletaoClient.builder(server.url())
                        .identity(new Identity(server.hotkey(), certificate))
                        .build()) {
            return String.valueOf(
                    node.grant(
                                    new TokenRequest(
                                            account,
                                            List.of("read", "write"),
                                            Duration.ofHours(1),
                                            null,
                                            account))
                            .token());
        } catch (ApiProblemException refused) {
            throw new IOException(refused);
        }
    }

    /** An upload that the server has begun to read. */
    private static Socket halfAnUpload(String token) throws IOException {
        int before = server.uploads();
        Socket socket = new Socket(server.url().getHost(), server.url().getPort());
        socket.getOutputStream()
                .write(
                        ("POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                        + token
                                        + "\r\nContent-Length: 1000\r\n\r\n0123456789")
                                .getBytes(StandardCharsets.US_ASCII));
        Instant limit = Instant.now().plusSeconds(30);
        while (server.uploads() == before) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(10_000_000);
        }
        return socket;
    }

    private static Socket download(String cid, String token) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 << 10);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(server.url().getHost(), server.url().getPort()));
        socket.getOutputStream()
                .write(
                        ("GET /api/v1/files/"
                                        + cid
                                        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                        + token
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private static byte[] rest(InputStream in, int length) throws IOException {
        int breaks = 0;
        while (breaks < 4) {
            int next = in.read();
            breaks = next == '\r' || next == '\n' ? breaks + 1 : 0;
        }
        return in.readNBytes(length);
    }

    private static HttpResponse<String> list(String token) throws Exception {
        return HTTP.send(request("/api/v1/files", token).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<byte[]> read(String cid, String token) throws Exception {
        return HTTP.send(
                request("/api/v1/files/" + cid, token).build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> post(String token, BodyPublisher body) throws Exception {
        return HTTP.send(
                request("/api/v1/files", token).POST(body).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + token);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("type").asString()).isEqualTo("urn:filetao:problem:" + type);
    }

    private static long retryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElse(0);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
