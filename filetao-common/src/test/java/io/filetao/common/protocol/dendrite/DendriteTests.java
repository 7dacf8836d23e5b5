package io.filetao.common.protocol.dendrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.Authentication;
import io.filetao.common.protocol.ProtocolVersions;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.protocol.dendrite.DendriteException.Reason;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DendriteTests {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Keypair caller = Keypair.generate();
    private final Keypair node = Keypair.generate();
    private final Dendrite dendrite =
            new Dendrite(this.caller, new AddressPolicy(true), Clock.systemUTC());
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private Peer peer;

    @BeforeEach
    void start() throws IOException {
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.setExecutor(this.executor);
        this.server.start();
        this.peer = peer(this.node.address());
    }

    @AfterEach
    void stop() {
        this.over.countDown();
        this.dendrite.close();
        this.server.stop(0);
        this.executor.shutdownNow();
    }

    @Test
    void callSignsTheRequestAndChecksTheAnswer() throws IOException {
        this.server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    Authentication.Caller verified = verified(exchange);
                    assertThat(verified.hotkey()).isEqualTo(this.caller.address());
                    assertThat(verified.bodyDigest()).isEqualTo(Hash.sha256(body));
                    answer(exchange, 200, body);
                });
        Reply reply = call("/v1/echo?a=b", new byte[] {1, 2, 3});
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).containsExactly(1, 2, 3);
        assertThat(call("/v1/echo", new byte[0]).body()).isEmpty();
    }

    @Test
    void callNamesItsVersionsAndTakesAnswersThatNameNone() throws IOException {
        this.server.createContext(
                "/",
                exchange -> {
                    String own = exchange.getRequestHeaders().getFirst(ProtocolVersions.HEADER);
                    answer(exchange, 200, own.getBytes(StandardCharsets.UTF_8));
                });
        assertThat(call("/", new byte[0]).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(ProtocolVersions.OWN.toString());
    }

    @Test
    void callWhenTheNodeSpeaksNoCommonVersionSaysWhoIsToBeUpdated() {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set(ProtocolVersions.HEADER, "8-9");
                    answer(exchange, 426, new byte[0]);
                });
        DendriteException refusal =
                catchThrowableOfType(DendriteException.class, () -> call("/", new byte[0]));
        assertThat(refusal.reason()).isEqualTo(Reason.INCOMPATIBLE);
        assertThat(refusal).hasMessageContaining(" 8-9; update this node");
    }

    @Test
    void callWhenAnotherKeySignedRefusesTheAnswer() {
        this.server.createContext("/", exchange -> answer(exchange, 200, new byte[1]));
        Peer other = peer(Keypair.generate().address());
        assertThat(reason(() -> this.dendrite.call(other, "GET", "/", new byte[0], 10, LONG)))
                .isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void callWhenTheAnswerIsUnsignedRefusesIt() {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        assertThat(reason(() -> call("/", new byte[0]))).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void callWhenTheAnswerIsTooLongGivesUp() {
        this.server.createContext("/", exchange -> answer(exchange, 200, new byte[1001]));
        assertThat(reason(() -> call("/", new byte[0]))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void callWhenTheNodeRefusesCarriesTheStatus() {
        this.server.createContext(
                "/", exchange -> answer(exchange, 507, "disk\u0007 full".getBytes()));
        DendriteException refusal =
                catchThrowableOfType(DendriteException.class, () -> call("/", new byte[0]));
        assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refusal.status()).isEqualTo(507);
        assertThat(refusal).hasMessageContaining("disk  full");
    }

    @Test
    void callWhenTheNodeSignsItsRefusalCarriesCodeAndNumbers() {
        byte[] problem =
                "{\"code\":\"old-number\",\"status\":409,\"counter\":7,\"detail\":\"Too late\"}"
                        .getBytes(StandardCharsets.UTF_8);
        this.server.createContext("/signed", exchange -> answer(exchange, 409, problem));
        this.server.createContext(
                "/unsigned",
                exchange -> {
                    exchange.sendResponseHeaders(409, problem.length);
                    exchange.getResponseBody().write(problem);
                    exchange.close();
                });
        this.server.createContext(
                "/garbage", exchange -> answer(exchange, 409, new byte[] {'{', 1, '}'}));

        Refusal signed = refusal("/signed");
        assertThat(signed.code()).isEqualTo("old-number");
        assertThat(signed.number("counter")).hasValue(7);
        assertThat(signed.number("detail")).isEmpty();
        assertThat(refusal("/unsigned")).isNull();
        assertThat(refusal("/garbage")).isNull();
    }

    @Test
    void callWhenNothingComesTimesOut() {
        this.server.createContext("/", exchange -> await());
        assertThat(reason(() -> this.dendrite.call(this.peer, "GET", "/", new byte[0], 10, SHORT)))
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void callWhenTheAnswerDripsTimesOut() {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream body = exchange.getResponseBody()) {
                        while (this.over.getCount() > 0) {
                            body.write(1);
                            body.flush();
                            this.over.await(20, TimeUnit.MILLISECONDS);
                        }
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThat(
                        reason(() ->
                                this.dendrite.call(
                                        this.peer, "GET", "/", new byte[0], 1000, SHORT)))
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void callWhenNobodyListensIsUnreachable() {
        this.server.stop(0);
        assertThat(reason(() -> call("/", new byte[0]))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void callWhenTheAddressIsPrivateIsForbidden() {
        try (Dendrite strict =
                new Dendrite(this.caller, new AddressPolicy(false), Clock.systemUTC())) {
            assertThat(reason(() -> strict.call(this.peer, "GET", "/", new byte[0], 10, LONG)))
                    .isEqualTo(Reason.FORBIDDEN_ADDRESS);
        }
    }

    @Test
    void callFollowsNoRedirect() {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
                    answer(exchange, 302, new byte[0]);
                });
        DendriteException refusal =
                catchThrowableOfType(DendriteException.class, () -> call("/", new byte[0]));
        assertThat(refusal.status()).isEqualTo(302);
    }

    @Test
    void uploadSendsTheBytesInOrder() throws IOException {
        byte[] content = new byte[3 * Upload.PIECE_BYTES + 5];
        new Random(21).nextBytes(content);
        this.server.createContext(
                "/",
                exchange -> {
                    Hash digest = Hash.sha256(exchange.getRequestBody().readAllBytes());
                    assertThat(verified(exchange).bodyDigest()).isEqualTo(digest);
                    answer(exchange, 201, digest.bytes());
                });
        for (int length : new int[] {1, Upload.PIECE_BYTES, content.length}) {
            Reply reply =
                    this.dendrite.upload(
                            this.peer, "PUT", "/x", upload(content, length), 100, LONG);
            assertThat(reply.body()).isEqualTo(upload(content, length).digest().bytes());
        }
    }

    @Test
    void uploadWhenTheReceiverIsSlowProducesNoFasterThanItTakes() throws Exception {
        long total = 64 << 20;
        AtomicLong produced = new AtomicLong();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readNBytes(1);
                    started.countDown();
                    awaitLatch(go);
                    exchange.getRequestBody().readAllBytes();
                    answer(exchange, 201, new byte[0]);
                });
        Upload upload = zeros(total, produced);
        var done =
                this.executor.submit(
                        () -> this.dendrite.upload(this.peer, "PUT", "/x", upload, 100, LONG));
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(produced).hasValueLessThan(total);
        go.countDown();
        assertThat(done.get(60, TimeUnit.SECONDS).status()).isEqualTo(201);
        assertThat(produced).hasValue(total);
    }

    @Test
    void uploadWhenTheReceiverStopsReadingTimesOut() {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readNBytes(1);
                    await();
                });
        Upload upload = zeros(64 << 20, new AtomicLong());
        assertThat(reason(() -> this.dendrite.upload(this.peer, "PUT", "/x", upload, 100, SHORT)))
                .isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void uploadWhenRefusedFromItsHeadersSendsNothing() {
        AtomicLong produced = new AtomicLong();
        this.server.createContext("/", exchange -> answer(exchange, 403, new byte[0]));
        Upload upload = zeros(8 << 20, produced);
        assertThat(reason(() -> this.dendrite.upload(this.peer, "PUT", "/x", upload, 100, LONG)))
                .isIn(Reason.REFUSED, Reason.UNREACHABLE);
    }

    @Test
    void streamGivesTheBytesWithoutTheSignature() throws IOException {
        byte[] content = new byte[300_001];
        new Random(21).nextBytes(content);
        this.server.createContext("/", exchange -> streamed(exchange, content, this.node));
        try (InputStream stream =
                this.dendrite.stream(this.peer, "GET", "/", content.length, LONG)) {
            assertThat(stream.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void streamWhenItsSignatureIsWrongFailsBeforeItsEnd() throws IOException {
        this.server.createContext(
                "/", exchange -> streamed(exchange, new byte[100_000], this.caller));
        try (InputStream stream = this.dendrite.stream(this.peer, "GET", "/", 100_000, LONG)) {
            assertThat(reason(stream::readAllBytes)).isEqualTo(Reason.BAD_SIGNATURE);
        }
    }

    @Test
    void streamWhenItIsTooLongGivesUp() throws IOException {
        this.server.createContext(
                "/", exchange -> streamed(exchange, new byte[500_000], this.node));
        try (InputStream stream = this.dendrite.stream(this.peer, "GET", "/", 100_000, LONG)) {
            assertThat(reason(stream::readAllBytes)).isEqualTo(Reason.TOO_LARGE);
        }
    }

    @Test
    void streamWhenNothingComesTimesOut() throws IOException {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(new byte[100]);
                    exchange.getResponseBody().flush();
                    await();
                });
        try (InputStream stream = this.dendrite.stream(this.peer, "GET", "/", 100_000, SHORT)) {
            assertThat(reason(stream::readAllBytes)).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void streamWhenItBreaksOffFails() throws IOException {
        this.server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(new byte[500]);
                    exchange.getResponseBody().flush();
                    throw new IOException("gone");
                });
        try (InputStream stream = this.dendrite.stream(this.peer, "GET", "/", 100_000, LONG)) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(DendriteException.class);
        }
    }

    private Refusal refusal(String target) {
        DendriteException refused =
                catchThrowableOfType(DendriteException.class, () -> call(target, new byte[0]));
        assertThat(refused.status()).isEqualTo(409);
        return refused.refusal();
    }

    private Reply call(String target, byte[] body) throws IOException {
        return this.dendrite.call(this.peer, "POST", target, body, 1000, LONG);
    }

    private Peer peer(Ss58Address hotkey) {
        return new Peer(hotkey, new AxonInfo("127.0.0.1", this.server.getAddress().getPort(), 1));
    }

    private Authentication.Caller verified(HttpExchange exchange) {
        Authentication authentication =
                RequestVerifier.addressedTo(
                                this.node.address(), (hotkey, nonce) -> true, Clock.systemUTC())
                        .verify(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().toString(),
                                exchange.getRequestHeaders()::getFirst);
        return (Authentication.Caller) authentication;
    }

    private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .add(
                        ResponseSignature.HEADER,
                        ResponseSignature.format(sign(exchange, status, body, this.node)));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void streamed(HttpExchange exchange, byte[] body, Keypair signer) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
            out.write(sign(exchange, 200, body, signer));
        }
    }

    private byte[] sign(HttpExchange exchange, int status, byte[] body, Keypair signer) {
        long nonce =
                Long.parseLong(
                        exchange.getRequestHeaders().getFirst(RequestSignature.NONCE_HEADER));
        return ResponseSignature.sign(
                signer, nonce, status, Hash.sha256(body), this.caller.address());
    }

    private void await() {
        awaitLatch(this.over);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Reason reason(Attempt attempt) {
        return catchThrowableOfType(DendriteException.class, attempt::run).reason();
    }

    private static Upload upload(byte[] content, int length) {
        return new Upload() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Hash digest() {
                return Hash.sha256(Arrays.copyOf(content, length));
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(content, 0, length);
            }
        };
    }

    private static Upload zeros(long length, AtomicLong produced) {
        return new Upload() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Hash digest() {
                return Hash.sha256();
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    @Override
                    public int read() {
                        return read(new byte[1], 0, 1) < 0 ? -1 : 0;
                    }

                    @Override
                    public int read(byte[] target, int offset, int count) {
                        int some = (int) Math.min(count, length - produced.get());
                        produced.addAndGet(some);
                        return some == 0 ? -1 : some;
                    }
                };
            }
        };
    }

    @FunctionalInterface
    private interface Attempt {
        Object run() throws IOException;
    }
}
