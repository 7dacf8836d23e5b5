package io.filetao.common.protocol.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.protocol.NonceSequence;
import io.filetao.common.protocol.Nonces;
import io.filetao.common.protocol.ProtocolVersions;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The inbound pipeline on a real server. */
class AxonTests {

    private static final int MAX = 1 << 20;
    private static final Duration IDLE = Duration.ofMillis(500);

    private final Keypair node = Keypair.generate();
    private final Keypair admitted = Keypair.generate();
    private final NonceSequence nonces = new NonceSequence(Clock.systemUTC());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private DisposableServer server;

    @BeforeEach
    void startServer() {
        Axon axon =
                new Axon(
                        this.node,
                        RequestVerifier.addressedTo(
                                this.node.address(), new MemoryNonces(), Clock.systemUTC()),
                        this::admit,
                        this.threads,
                        new AxonLimits(IDLE));
        var routes =
                axon.routes()
                        .get("/v1/ping", _ -> AxonResponse.ok(new byte[] {1, 2, 3}))
                        .get("/v1/stream", AxonTests::stream)
                        .get("/v1/broken-stream", _ -> brokenStream())
                        .get("/v1/busy", _ -> refuse(503, "busy", Duration.ofSeconds(7)))
                        .get("/v1/index-away", _ -> indexAway())
                        .get("/v1/broken", _ -> breakDown())
                        .put("/v1/echo/{name}", MAX, AxonTests::echo)
                        .put("/v1/unread", MAX, _ -> refuse(507, "full", null))
                        .build();
        this.server =
                new RequestHeadLimit(IDLE, 8 << 10)
                        .apply(HttpServer.create().host("127.0.0.1").port(0))
                        .handle(
                                new ReactorHttpHandlerAdapter(
                                        RouterFunctions.toHttpHandler(routes)))
                        .bindNow();
    }

    @AfterEach
    void stopServer() {
        this.client.close();
        this.server.disposeNow(Duration.ofSeconds(5));
        this.threads.close();
    }

    @Test
    void requestWhenSignedAndAdmittedIsAnsweredWithSignature() throws Exception {
        long nonce = this.nonces.next();
        var answer = send("GET", "/v1/ping?x=%20y", new byte[0], nonce, this.admitted);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsExactly(1, 2, 3);
        assertThat(isSigned(answer, nonce)).isTrue();
    }

    @Test
    void requestWhenBodyFitsIsHandled() throws Exception {
        byte[] body = new byte[300_000];
        Arrays.fill(body, (byte) 7);
        long nonce = this.nonces.next();
        var answer = send("PUT", "/v1/echo/seven?times=1", body, nonce, this.admitted);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("seven 1 300000");
        assertThat(isSigned(answer, nonce)).isTrue();
    }

    @Test
    void requestWhenItNamesNoVersionIsOneOfAnOlderProgram() throws Exception {
        var answer = send("GET", "/v1/ping", new byte[0], this.nonces.next(), this.admitted);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue(ProtocolVersions.HEADER))
                .hasValue(ProtocolVersions.OWN.toString());
    }

    @ParameterizedTest
    @CsvSource({"1, 401, malformed", "7-9, 426, protocol-version", "newest, 400, malformed"})
    void requestWhenItsVersionIsUnknownIsToldToUpdate(String versions, int status, String code)
            throws Exception {
        var answer =
                this.client.send(
                        HttpRequest.newBuilder(uri("/v1/ping"))
                                .header(ProtocolVersions.HEADER, versions)
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(code);
        if (status == 426) {
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("the caller 7-9; update this node");
        }
    }

    @Test
    void requestWhenReplayedIsRefused() throws Exception {
        long nonce = this.nonces.next();
        send("GET", "/v1/ping", new byte[0], nonce, this.admitted);
        var answer = send("GET", "/v1/ping", new byte[0], nonce, this.admitted);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("replayed");
    }

    @Test
    void requestWhenUnsignedIsRefused() throws Exception {
        var answer =
                this.client.send(
                        HttpRequest.newBuilder(uri("/v1/ping")).build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("malformed");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }

    @Test
    void requestWhenCallerIsNotAdmittedIsRefusedWithoutSignature() throws Exception {
        long nonce = this.nonces.next();
        var answer = send("GET", "/v1/ping", new byte[0], nonce, Keypair.generate());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("not-admitted");
        assertThat(answer.headers().firstValue(ResponseSignature.HEADER)).isEmpty();
    }

    @Test
    void requestWhenForAnotherPathThanSignedIsRefused() throws Exception {
        Map<String, String> headers =
                headers("GET", "/v1/stream", new byte[0], this.nonces.next(), this.admitted);
        var answer = send("GET", "/v1/ping", BodyPublishers.noBody(), headers);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("bad-signature");
    }

    @Test
    void requestWhenBodyIsNotTheSignedOneIsRefused() throws Exception {
        Map<String, String> headers =
                headers("PUT", "/v1/echo/x", new byte[5], this.nonces.next(), this.admitted);
        var answer = send("PUT", "/v1/echo/x", BodyPublishers.ofByteArray(new byte[] {9}), headers);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("body-digest-mismatch");
    }

    @Test
    void requestWhenAnnouncedBodyIsTooLongIsRefusedBeforeItIsSent() throws Exception {
        byte[] body = new byte[MAX + 1];
        HttpRequest request =
                request(
                                "/v1/echo/x",
                                headers(
                                        "PUT",
                                        "/v1/echo/x",
                                        body,
                                        this.nonces.next(),
                                        this.admitted))
                        .expectContinue(true)
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build();
        var answer = this.client.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(code(answer)).isEqualTo("body-too-large");
    }

    @Test
    void requestWhenChunkedBodyIsTooLongIsRefused() throws Exception {
        byte[] body = new byte[MAX + 1];
        var answer =
                send(
                        "PUT",
                        "/v1/echo/x",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                        headers("PUT", "/v1/echo/x", body, this.nonces.next(), this.admitted));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void requestWhenHandlerRefusesBeforeReadingIsAnsweredAndConnectionIsClosed() throws Exception {
        byte[] body = new byte[1000];
        long nonce = this.nonces.next();
        var answer = send("PUT", "/v1/unread", body, nonce, this.admitted);
        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.headers().firstValue("connection")).hasValue("close");
        assertThat(isSigned(answer, nonce)).isTrue();
    }

    @Test
    void requestWhenSenderStallsIsEnded() throws Exception {
        Map<String, String> headers =
                headers("PUT", "/v1/echo/x", new byte[5], this.nonces.next(), this.admitted);
        try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
            StringBuilder text =
                    new StringBuilder(
                            "PUT /v1/echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n");
            headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
            socket.getOutputStream().write((text + "\r\n12").getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(10_000);
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 408").contains("body-too-slow");
        }
    }

    @Test
    void streamWhenReadToItsEndIsSigned() throws Exception {
        long nonce = this.nonces.next();
        var answer = send("GET", "/v1/stream", new byte[0], nonce, this.admitted);
        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(200_064);
        byte[] body = Arrays.copyOf(answer.body(), 200_000);
        byte[] signature = Arrays.copyOfRange(answer.body(), 200_000, 200_064);
        assertThat(
                        ResponseSignature.verify(
                                this.node.address(),
                                nonce,
                                200,
                                Hash.sha256(body),
                                this.admitted.address(),
                                signature))
                .isTrue();
    }

    @Test
    void streamWhenWriterFailsBeforeTheFirstByteIsAnError() throws Exception {
        long nonce = this.nonces.next();
        var answer = send("GET", "/v1/broken-stream", new byte[0], nonce, this.admitted);
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(code(answer)).isEqualTo("damaged");
        assertThat(isSigned(answer, nonce)).isTrue();
    }

    @Test
    void handlerWhenBusyTellsWhenToComeBack() throws Exception {
        var answer = send("GET", "/v1/busy", new byte[0], this.nonces.next(), this.admitted);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    void handlerWhenIndexIsAwayIsUnavailable() throws Exception {
        var answer = send("GET", "/v1/index-away", new byte[0], this.nonces.next(), this.admitted);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(code(answer)).isEqualTo("index-unavailable");
    }

    @Test
    void handlerWhenItBreaksTellsNothing() throws Exception {
        var answer = send("GET", "/v1/broken", new byte[0], this.nonces.next(), this.admitted);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /v1/ping HTTP/1.1\r\nHost: x\r\n\r\n"})
    void connectionWhenHeadersDripIsClosed(String before) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(before.getBytes(StandardCharsets.ISO_8859_1));
            if (!before.isEmpty()) {
                assertThat(socket.getInputStream().read()).isPositive();
            }
            assertThat(dripUntilClosed(socket)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void connectionWhenHeadersNeverEndIsRefused() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
            socket.setSoTimeout(10_000);
            String many = "GET /v1/ping HTTP/1.1\r\n" + "X-Filler: 0123456789\r\n".repeat(2000);
            socket.getOutputStream().write(many.getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 4");
        }
    }

    private static Duration dripUntilClosed(Socket socket) {
        long start = System.nanoTime();
        Thread drip =
                Thread.startVirtualThread(() -> {
                    try {
                        String head = "GET /v1/ping HTTP/1.1\r\nX-Long: ";
                        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                        while (true) {
                            socket.getOutputStream().write('x');
                            Thread.sleep(50);
                        }
                    } catch (IOException | InterruptedException closed) {
                        return;
                    }
                });
        try {
            while (socket.getInputStream().read() >= 0) {
                // whatever was answered before
            }
        } catch (IOException reset) {
            drip.interrupt();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static AxonResponse echo(AxonRequest request) throws IOException {
        byte[] body = request.message(MAX);
        String text =
                request.variable("name")
                        + " "
                        + request.parameter("times").orElse("?")
                        + " "
                        + body.length;
        return AxonResponse.created(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AxonResponse stream(AxonRequest request) {
        return new AxonResponse.Streamed(
                200,
                AxonResponse.BINARY,
                200_000,
                out -> {
                    for (int i = 0; i < 200; i++) {
                        out.write(new byte[1000]);
                    }
                });
    }

    private static AxonResponse brokenStream() {
        return new AxonResponse.Streamed(
                200,
                AxonResponse.BINARY,
                200_000,
                out -> {
                    out.write(1);
                    throw new AxonException(410, "damaged", "The shard is damaged");
                });
    }

    private static AxonResponse refuse(int status, String code, Duration retryAfter) {
        throw new AxonException(status, code, "Not now", retryAfter);
    }

    private static AxonResponse indexAway() {
        throw new IndexUnavailableException("Redis is away", new IOException("refused"));
    }

    private static AxonResponse breakDown() {
        throw new IllegalStateException("a secret");
    }

    private void admit(Ss58Address hotkey) {
        if (!hotkey.equals(this.admitted.address())) {
            throw new AxonException(403, "not-admitted", "Only one is admitted here");
        }
    }

    private boolean isSigned(HttpResponse<byte[]> answer, long nonce) {
        byte[] signature =
                ResponseSignature.parse(
                        answer.headers().firstValue(ResponseSignature.HEADER).orElse(null));
        return signature != null
                && ResponseSignature.verify(
                        this.node.address(),
                        nonce,
                        answer.statusCode(),
                        Hash.sha256(answer.body()),
                        this.admitted.address(),
                        signature);
    }

    private HttpResponse<byte[]> send(
            String method, String target, byte[] body, long nonce, Keypair caller)
            throws Exception {
        return send(
                method,
                target,
                BodyPublishers.ofByteArray(body),
                headers(method, target, body, nonce, caller));
    }

    private HttpResponse<byte[]> send(
            String method,
            String target,
            HttpRequest.BodyPublisher body,
            Map<String, String> headers)
            throws Exception {
        return this.client.send(
                request(target, headers)
                        .method(method, method.equals("GET") ? BodyPublishers.noBody() : body)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private Map<String, String> headers(
            String method, String target, byte[] body, long nonce, Keypair caller) {
        return RequestSignature.sign(
                caller, method, target, this.node.address(), Hash.sha256(body), nonce);
    }

    private HttpRequest.Builder request(String target, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(target)).timeout(Duration.ofSeconds(20));
        headers.forEach(request::header);
        return request;
    }

    private URI uri(String target) {
        return URI.create("http://127.0.0.1:" + this.server.port() + target);
    }

    private static String code(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return text.replaceFirst("(?s).*\"code\":\"([^\"]*)\".*", "$1");
    }

    private static final class MemoryNonces implements Nonces {

        private final Set<String> used = ConcurrentHashMap.newKeySet();

        @Override
        public boolean firstUse(Ss58Address hotkey, long nonce) {
            return this.used.add(hotkey + " " + nonce);
        }
    }
}
