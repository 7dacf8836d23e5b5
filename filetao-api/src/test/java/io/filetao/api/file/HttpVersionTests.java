package io.filetao.api.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same files over HTTP/1.1 and HTTP/2, with TLS and without. */
class HttpVersionTests {

    private static final String HTTP2 = "server.http2.enabled";
    private static final String PASSWORD = "changeit";

    @TempDir private Path directory;

    private final byte[] content = bytes();

    @Test
    void filesGoInAndOutOverHttp2WithoutTls() throws Exception {
        try (ApiTestServer server = new ApiTestServer(this.directory, Map.of(HTTP2, true));
                HttpClient http2 = HttpClient.newBuilder().version(Version.HTTP_2).build();
                HttpClient http1 = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            filesGoInAndOut(server.url(), http2, Version.HTTP_2);
            filesGoInAndOut(server.url(), http1, Version.HTTP_1_1);
        }
    }

    @Test
    void filesGoInAndOutOverHttp2WithTls() throws Exception {
        Path keys = keyStore();
        Map<String, Object> tls =
                Map.of(
                        HTTP2,
                        true,
                        "server.ssl.bundle",
                        "node",
                        "spring.ssl.bundle.jks.node.keystore.location",
                        keys.toUri().toString(),
                        "spring.ssl.bundle.jks.node.keystore.password",
                        PASSWORD);
        try (ApiTestServer server = new ApiTestServer(this.directory, tls);
                HttpClient http2 =
                        HttpClient.newBuilder()
                                .version(Version.HTTP_2)
                                .sslContext(trusting(keys))
                                .build()) {
            URI url = URI.create("https://localhost:" + server.url().getPort());
            filesGoInAndOut(url, http2, Version.HTTP_2);
        }
    }

    private void filesGoInAndOut(URI api, HttpClient http, Version version) throws Exception {
        // The first request of a connection without TLS is the one that asks for the upgrade.
        HttpResponse<String> health =
                http.send(get(api, "/actuator/health/liveness"), BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        HttpResponse<String> stored =
                http.send(
                        HttpRequest.newBuilder(api.resolve("/api/v1/files"))
                                .POST(BodyPublishers.ofByteArray(this.content))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(stored.version()).isEqualTo(version);
        String file = stored.headers().firstValue("Location").orElseThrow();
        List<CompletableFuture<HttpResponse<byte[]>>> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reads.add(http.sendAsync(get(api, file), BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> read : reads) {
            assertThat(read.get().statusCode()).isEqualTo(200);
            assertThat(read.get().version()).isEqualTo(version);
            assertThat(read.get().body()).isEqualTo(this.content);
        }
    }

    private static HttpRequest get(URI api, String path) {
        return HttpRequest.newBuilder(api.resolve(path)).build();
    }

    private Path keyStore() throws IOException, InterruptedException {
        Path keys = this.directory.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-keystore",
                                keys.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        return keys;
    }

    private static SSLContext trusting(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        trusted.setCertificateEntry("node", store.getCertificate(store.aliases().nextElement()));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[600_000];
        new Random(2).nextBytes(bytes);
        return bytes;
    }
}
