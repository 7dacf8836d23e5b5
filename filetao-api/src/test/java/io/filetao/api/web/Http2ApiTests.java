package io.filetao.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.api.file.ApiTestServer;
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
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API by TLS with a bundle of {@code spring.ssl}, and the HTTP/2 that client and server agree on there. */
class Http2ApiTests {

    private static final String PASSWORD = "changeit";

    @TempDir static Path directory;
    private static ApiTestServer server;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Path keys = directory.resolve("node.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "node",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=127.0.0.1",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                keys.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor())
                .as(() -> "keytool, see " + directory.resolve("keytool.log"))
                .isZero();
        trusting = trusting(keys);
        server =
                new ApiTestServer(
                        directory,
                        Map.of(
                                "server.ssl.bundle",
                                "node",
                                "spring.ssl.bundle.jks.node.keystore.location",
                                keys.toUri(),
                                "spring.ssl.bundle.jks.node.keystore.password",
                                PASSWORD,
                                "spring.ssl.bundle.jks.node.keystore.type",
                                "PKCS12"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void filesGoOverHttp2WhenTlsAgreesOnIt() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(21).nextBytes(content);
        try (HttpClient client = client(Version.HTTP_2)) {
            HttpResponse<String> stored = store(client, content);
            assertThat(stored.version()).isEqualTo(Version.HTTP_2);
            HttpResponse<byte[]> read =
                    client.send(
                            request(stored.headers().firstValue("location").orElseThrow()).build(),
                            BodyHandlers.ofByteArray());
            assertThat(read.version()).isEqualTo(Version.HTTP_2);
            assertThat(read.body()).isEqualTo(content);
        }
    }

    @Test
    void filesGoOverHttp11WhenTheClientKnowsNoOther() throws Exception {
        try (HttpClient client = client(Version.HTTP_1_1)) {
            HttpResponse<String> stored = store(client, new byte[] {1, 2, 3});
            assertThat(stored.version()).isEqualTo(Version.HTTP_1_1);
        }
    }

    @Test
    void headThatIsTooLongIsRefusedUnderBothVersions() throws Exception {
        for (Version version : Version.values()) {
            if (version.ordinal() > Version.HTTP_2.ordinal()) {
                continue;
            }
            try (HttpClient client = client(version)) {
                HttpRequest huge =
                        request("/api/v1/network").header("X-Filler", "x".repeat(60_000)).build();
                try {
                    assertThat(client.send(huge, BodyHandlers.discarding()).statusCode())
                            .isIn(413, 431);
                } catch (IOException reset) {
                    assertThat(version).isEqualTo(Version.HTTP_2);
                }
            }
        }
    }

    private static HttpResponse<String> store(HttpClient client, byte[] content)
            throws IOException, InterruptedException {
        HttpResponse<String> stored =
                client.send(
                        request("/api/v1/files").POST(BodyPublishers.ofByteArray(content)).build(),
                        BodyHandlers.ofString());
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
        return stored;
    }

    private static HttpRequest.Builder request(String path) {
        URI base = URI.create("https://127.0.0.1:" + server.url().getPort());
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofMinutes(1));
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().version(version).sslContext(trusting).build();
    }

    private static SSLContext trusting(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("node", store.getCertificate("node"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
