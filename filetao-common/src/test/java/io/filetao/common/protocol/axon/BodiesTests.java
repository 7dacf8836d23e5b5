package io.filetao.common.protocol.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.axon.BodyException.Reason;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Both bridges on a real server, against a real client or a bare socket that misbehaves. */
class BodiesTests {

    private static final int MAX = 32 << 20;
    private static final Duration IDLE = Duration.ofMillis(300);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final AtomicLong written = new AtomicLong();
    private DisposableServer server;

    @BeforeEach
    void startServer() {
        var routes = route().PUT("/digest", this::digest).GET("/bytes", this::bytes).build();
        this.server =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .childOption(ChannelOption.ALLOCATOR, this.allocator)
                        .handle(
                                new ReactorHttpHandlerAdapter(
                                        RouterFunctions.toHttpHandler(routes)))
                        .bindNow();
    }

    @AfterEach
    void everyBufferWasReleased() throws Exception {
        this.server.disposeNow(Duration.ofSeconds(5));
        this.threads.shutdown();
        assertThat(this.threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        this.client.close();
        assertThat(usedOnceAllChannelsAreClosed()).isZero();
    }

    /** Event loops release what was on the way when they close the last channels, which may be a moment after the server's. */
    private long usedOnceAllChannelsAreClosed() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (used() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        return used();
    }

    private long used() {
        var memory = this.allocator.metric();
        return memory.usedDirectMemory() + memory.usedHeapMemory();
    }

    @Test
    void openWhenBodyIsLargeReadsEveryByte() throws Exception {
        byte[] body = random(20 << 20);
        var answer = this.client.send(put(body), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Hash.sha256(body).hex());
    }

    @Test
    void openWhenBodyIsEmptyReadsNothing() throws Exception {
        var answer = this.client.send(put(new byte[0]), BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(Hash.sha256().hex());
    }

    @Test
    void openWhenBodyIsTooLongEndsTheRead() throws Exception {
        this.client.sendAsync(put(new byte[MAX + 1]), BodyHandlers.ofString());
        assertThat(reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void openWhenSenderStallsEndsTheRead() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "PUT /digest HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
            assertThat(reason()).isEqualTo(Reason.TOO_SLOW);
        }
    }

    @Test
    void openWhenSenderHangsUpEndsTheRead() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "PUT /digest HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
        }
        assertThat(reason()).isEqualTo(Reason.ABORTED);
    }

    @Test
    void writeWhenReceiverReadsDeliversEveryByte() throws Exception {
        var answer = this.client.send(get(24 << 20), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(random(24 << 20));
    }

    @Test
    void writeWhenReceiverTakesNothingEndsTheWriteWithFewBytesOnTheWay() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET /bytes?length=" + MAX + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(reason()).isEqualTo(Reason.TOO_SLOW);
        }
        assertThat(this.written).hasValueLessThan(MAX);
    }

    @Test
    void writeWhenReceiverHangsUpEndsTheWrite() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET /bytes?length=" + MAX + " HTTP/1.1\r\nHost: x\r\n\r\n");
            socket.getInputStream().readNBytes(1000);
        }
        assertThat(reason()).isEqualTo(Reason.ABORTED);
    }

    @Test
    void writeWhenWriterFailsBreaksTheConnectionOff() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "GET /bytes?length=1000&fail=true HTTP/1.1\r\nHost: x\r\n\r\n");
            byte[] all = socket.getInputStream().readAllBytes();
            assertThat(new String(all, StandardCharsets.ISO_8859_1)).doesNotContain("\r\n0\r\n");
        }
    }

    private Mono<ServerResponse> digest(ServerRequest request) {
        return Mono.fromFuture(CompletableFuture.supplyAsync(() -> read(request), this.threads))
                .flatMap(hex ->
                        hex.isEmpty()
                                ? ServerResponse.badRequest().build()
                                : ServerResponse.ok().bodyValue(hex));
    }

    /** The digest; nothing when the body failed, so that no answer is on its way to a client that may be gone. */
    private String read(ServerRequest request) {
        var digest = Hash.newSha256();
        try (InputStream body =
                RequestBodies.open(request.exchange().getRequest().getBody(), MAX, IDLE)) {
            new DigestInputStream(body, digest).transferTo(OutputStream.nullOutputStream());
        } catch (IOException failed) {
            this.failure.complete(failed);
            return "";
        }
        return Hash.of(digest.digest()).hex();
    }

    private Mono<ServerResponse> bytes(ServerRequest request) {
        int length = Integer.parseInt(request.queryParam("length").orElseThrow());
        boolean fail = request.queryParam("fail").isPresent();
        var buffers = request.exchange().getResponse().bufferFactory();
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body((response, context) ->
                        response.writeWith(
                                ResponseBodies.write(
                                        buffers,
                                        this.threads,
                                        IDLE,
                                        out -> produce(out, length, fail))));
    }

    private void produce(OutputStream out, int length, boolean fail) throws IOException {
        try {
            byte[] all = random(length);
            for (int at = 0; at < length; at += 10_000) {
                out.write(all, at, Math.min(10_000, length - at));
                this.written.addAndGet(10_000);
            }
            if (fail) {
                out.flush();
                throw new IOException("The disk broke");
            }
        } catch (IOException failed) {
            this.failure.complete(failed);
            throw failed;
        }
    }

    private Reason reason() throws Exception {
        Throwable failed = this.failure.get(10, TimeUnit.SECONDS);
        assertThat(failed).isInstanceOf(BodyException.class);
        return ((BodyException) failed).reason();
    }

    private HttpRequest put(byte[] body) {
        return HttpRequest.newBuilder(uri("/digest")).PUT(BodyPublishers.ofByteArray(body)).build();
    }

    private HttpRequest get(int length) {
        return HttpRequest.newBuilder(uri("/bytes?length=" + length)).build();
    }

    private URI uri(String target) {
        return URI.create("http://127.0.0.1:" + this.server.port() + target);
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", this.server.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
