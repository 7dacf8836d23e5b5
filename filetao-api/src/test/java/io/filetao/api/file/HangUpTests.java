package io.filetao.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients that hang up are an everyday thing: nothing of theirs stays behind, and the log has no errors for it. */
class HangUpTests {

    private static final int SIZE = 8_000_000;

    @TempDir static Path directory;
    private static ApiTestServer server;
    private static String file;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() throws Exception {
        server = new ApiTestServer(directory, Map.of());
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> stored =
                    http.send(
                            HttpRequest.newBuilder(server.url().resolve("/api/v1/files"))
                                    .POST(BodyPublishers.ofByteArray(new byte[SIZE]))
                                    .build(),
                            BodyHandlers.ofString());
            file = stored.headers().firstValue("Location").orElseThrow();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void listen() {
        this.log.start();
        root().addAppender(this.log);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(this.log);
    }

    @Test
    void readWhenTheClientHangsUpGivesItsMemoryBackAndLogsNoError() throws Exception {
        for (int i = 0; i < 20; i++) {
            hangUp("GET %s HTTP/1.1\r\nHost: here\r\n\r\n".formatted(file), i % 2 == 0, i * 5_000);
        }

        assertThatNothingIsLeft();
    }

    @Test
    void storeWhenTheClientHangsUpLogsNoError() throws Exception {
        int before = server.store().failed();
        for (int i = 0; i < 20; i++) {
            hangUp(
                    "POST /api/v1/files HTTP/1.1\r\n"
                            + "Host: here\r\n"
                            + "Content-Length: 100000\r\n\r\n"
                            + "some bytes",
                    i % 2 == 0,
                    0);
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> server.store().failed() - before == 20);
        assertThatNothingIsLeft();
    }

    private void assertThatNothingIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> server.gauge("filetao.api.transfer.memory") == 0);
        List<String> errors =
                List.copyOf(this.log.list).stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                        .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                        .toList();
        assertThat(errors).isEmpty();
    }

    /** Sends a request, reads some bytes of the answer, and goes: by a reset or by closing. */
    private static void hangUp(String request, boolean reset, int bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 << 10);
            socket.connect(new InetSocketAddress("127.0.0.1", server.url().getPort()), 5_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(bytes);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
