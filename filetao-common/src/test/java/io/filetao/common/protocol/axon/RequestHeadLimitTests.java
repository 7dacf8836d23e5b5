package io.filetao.common.protocol.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** {@link RequestHeadLimit} on a server that speaks HTTP/1.1 and HTTP/2 in the clear. */
class RequestHeadLimitTests {

    private static final Duration LIMIT = Duration.ofMillis(700);
    private static final int BYTES = 8 << 10;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();
    private DisposableServer server;

    /** How a client gets to HTTP/2. */
    enum Way {
        PRIOR_KNOWLEDGE,
        UPGRADE
    }

    @BeforeEach
    void start() {
        HttpServer plain =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C);
        this.server =
                new RequestHeadLimit(LIMIT, BYTES)
                        .apply(plain)
                        .route(routes ->
                                routes.get(
                                                "/",
                                                (_, answer) ->
                                                        answer.sendString(Mono.just("hello")))
                                        .get(
                                                "/late",
                                                (_, answer) ->
                                                        answer.sendString(
                                                                Mono.just("late")
                                                                        .delayElement(
                                                                                LIMIT.multipliedBy(
                                                                                        2))))
                                        .post(
                                                "/",
                                                (request, answer) ->
                                                        answer.send(request.receive().retain())))
                        .bindNow();
    }

    @AfterEach
    void stop() {
        this.client.shutdownNow();
        this.server.disposeNow(Duration.ofSeconds(5));
    }

    @Test
    void requestsGoOverHttp2AndOutliveTheLimitOfTheirHeads() throws Exception {
        assertThat(get("/").version()).isEqualTo(Version.HTTP_2);
        assertThat(get("/late").body()).isEqualTo("late");
        List<CompletableFuture<HttpResponse<String>>> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(this.client.sendAsync(request("/late").build(), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> each : many) {
            assertThat(each.get().body()).isEqualTo("late");
            assertThat(each.get().version()).isEqualTo(Version.HTTP_2);
        }
    }

    /** The first request of a connection, since only that one passes what looks for HTTP/2, and one after it. */
    @Test
    void answersUnderHttp1OutliveTheLimitOfTheirHeads() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
            socket.setSoTimeout(20_000);
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream()
                        .write(
                                "GET /late HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                while (!answer.toString(StandardCharsets.US_ASCII).contains("late")) {
                    int next = socket.getInputStream().read();
                    assertThat(next).as("after " + answer).isNotNegative();
                    answer.write(next);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bodyGoesInWhateverTheVersion(Version version) throws Exception {
        byte[] body = new byte[3_000_000];
        try (HttpClient fresh = HttpClient.newBuilder().version(version).build()) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<byte[]> answer =
                        fresh.send(
                                request("/").POST(BodyPublishers.ofByteArray(body)).build(),
                                BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(body);
                fresh.send(request("/").build(), BodyHandlers.ofString());
            }
        }
    }

    @Test
    void headThatIsTooLongIsRefused() throws Exception {
        assertThat(get("/").version()).isEqualTo(Version.HTTP_2);
        HttpRequest huge = request("/").header("X-Filler", "x".repeat(2 * BYTES)).build();
        try {
            assertThat(this.client.send(huge, BodyHandlers.ofString()).statusCode()).isEqualTo(431);
        } catch (IOException reset) {
            assertThat(reset).isNotNull();
        }
        assertThat(get("/").body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void connectionWhenAHeadNeverEndsIsClosed(Way way) throws Exception {
        try (Socket socket = connect(way)) {
            ByteArrayOutputStream begin = new ByteArrayOutputStream();
            begin.writeBytes(frame(1, 0, 3, new byte[] {(byte) 0x82}));
            assertClosed(socket, begin.toByteArray(), frame(9, 0, 3, new byte[0]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PRI * HTTP/2.0\r\n", PREFACE, "GET / HTTP/1.1\r\nX: "})
    void connectionWhenItsBeginningDripsIsClosed(String begin) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
            byte[] bytes = begin.getBytes(StandardCharsets.US_ASCII);
            assertClosed(socket, bytes, new byte[0]);
        }
    }

    @Test
    void connectionWhenAFrameDripsIsClosed() throws Exception {
        try (Socket socket = connect(Way.PRIOR_KNOWLEDGE)) {
            // A frame of headers of 2000 bytes, of which one comes at a time.
            assertClosed(
                    socket,
                    new byte[] {0, 7, (byte) 208, 1, 4, 0, 0, 0, 3},
                    new byte[] {(byte) 0x82});
        }
    }

    /** The attack of CVE-2023-44487: streams that are begun and reset at once stay below the most that may be open. */
    @Test
    void connectionWhenStreamsAreResetRapidlyIsClosed() throws Exception {
        byte[] head = {(byte) 0x82, (byte) 0x84, (byte) 0x86, 0x41, 1, 'x'};
        byte[] cancel = {0, 0, 0, 8};
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        for (int stream = 1; stream < 4000; stream += 2) {
            streams.writeBytes(frame(1, 5, stream, head));
            streams.writeBytes(frame(3, 0, stream, cancel));
        }
        try (Socket socket = connect(Way.PRIOR_KNOWLEDGE)) {
            assertClosed(socket, streams.toByteArray(), new byte[0]);
        }
        assertThat(get("/").body()).isEqualTo("hello");
    }

    private Socket connect(Way way) throws IOException {
        Socket socket = new Socket("127.0.0.1", this.server.port());
        if (way == Way.UPGRADE) {
            String upgrade =
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                            + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
            socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        }
        socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(frame(4, 0, 0, new byte[0]));
        return socket;
    }

    /** Sends the beginning, then the same bytes again and again, until the server closes the connection. */
    private static void assertClosed(Socket socket, byte[] begin, byte[] drip) throws IOException {
        socket.setSoTimeout(20_000);
        Thread drips =
                Thread.startVirtualThread(() -> {
                    try {
                        socket.getOutputStream().write(begin);
                        while (!Thread.interrupted() && drip.length > 0) {
                            socket.getOutputStream().write(drip);
                            Thread.sleep(20);
                        }
                    } catch (IOException | InterruptedException closed) {
                        // It is what the test waits for.
                    }
                });
        try (InputStream in = socket.getInputStream()) {
            while (in.read() >= 0) {
                // Settings and what was answered before.
            }
        } catch (SocketException reset) {
            assertThat(reset).isNotNull();
        } finally {
            drips.interrupt();
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return this.client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }
}
