package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.it.interop.NodePrograms;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Files that come in over several requests, by the tus protocol, to two API nodes that share miners and Redis.
 *
 * <p>{@code -Dfiletao.tus.bytes=209715200} sends larger files with a client of others, {@code -Dfiletao.tus.segment=67108864} cuts them
 * as usual.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ResumableUploadIT {

    private static final int SEGMENT = Integer.getInteger("filetao.tus.segment", 2 << 20);
    private static final long SIZE = Long.getLong("filetao.tus.bytes", 24_000_000);
    private static final int KILLS = 10;
    private static final String PART = "application/offset+octet-stream";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private static Path directory;
    private static LocalNetwork network;
    private static URI first;
    private static URI second;

    private final Random random = new Random(21);

    @BeforeAll
    static void start() {
        network =
                LocalNetwork.with(validators(1), miners(5))
                        .directory(directory.resolve("net"))
                        .blockTime(Duration.ofMillis(500))
                        .property("filetao.segment-size", SEGMENT + "B")
                        .property("filetao.api.upload-idle", "20s")
                        .property("filetao.validator.chores.uploads.every", 2)
                        .property("filetao.validator.duty.store.enabled", "false")
                        .start();
        first = network.api();
        second = network.addApiNode().url();
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void aFileComesInPartsToTwoNodesInTurn() throws Exception {
        byte[] content = bytes(3 * SEGMENT + 123_457);
        String upload = create(content.length);
        assertThat(offset(second, upload)).isZero();

        HttpResponse<String> one = patch(first, upload, 0, content, SEGMENT);
        assertThat(one.statusCode()).as(one.body()).isEqualTo(204);
        assertThat(header(one, "Upload-Offset")).isEqualTo("" + SEGMENT);
        assertThat(header(one, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(one, "Upload-Expires")).endsWith("GMT");
        HttpResponse<String> two = patch(second, upload, SEGMENT, content, 1_500_000);
        assertThat(two.statusCode()).as(two.body()).isEqualTo(204);
        int kept = SEGMENT + 1_500_000 / 65_536 * 65_536;
        assertThat(header(two, "Upload-Offset")).isEqualTo("" + kept);
        assertThat(offset(first, upload)).isEqualTo(kept);
        HttpResponse<String> rest = patch(first, upload, kept, content, content.length - kept);

        assertThat(rest.statusCode()).as(rest.body()).isEqualTo(204);
        String cid = Cid.of(content).toString();
        assertThat(header(rest, "Filetao-Cid")).isEqualTo(cid);
        JsonNode shown = json(get(second, upload));
        assertThat(shown.path("offset").longValue()).isEqualTo(content.length);
        assertThat(shown.at("/file/cid").stringValue()).isEqualTo(cid);
        assertThat(shown.at("/file/segments").intValue()).isEqualTo(4);
        assertThat(read(second, cid, 0, content.length)).isEqualTo(content);
        for (int i = 0; i < 20; i++) {
            int from = this.random.nextInt(content.length);
            int to = from + 1 + this.random.nextInt(content.length - from);
            assertThat(read(first, cid, from, to)).isEqualTo(Arrays.copyOfRange(content, from, to));
        }
    }

    @Test
    void aClientOfOthersThatIsKilledTenTimesEndsWithTheWholeFile() throws Exception {
        killTenTimes(List.of(first), "one");
    }

    @Test
    void aClientOfOthersThatIsKilledTenTimesDoesNotMindTwoNodes() throws Exception {
        killTenTimes(List.of(first, second), "two");
    }

    private void killTenTimes(List<URI> nodes, String name) throws Exception {
        Path file = Bytes.file(directory.resolve(name + ".bin"), SIZE, nodes.size());
        Path state = directory.resolve(name + ".json");
        String cid = Cid.ofDigest(Bytes.sha256(file)).toString();
        try (RoundRobinProxy proxy = new RoundRobinProxy(nodes)) {
            for (int kills = 0; kills < KILLS; kills++) {
                // Somewhere in the share of the rest that leaves as much to every later run.
                long share = (SIZE - reached(state)) / (KILLS + 1 - kills);
                Process client = tus(proxy, file, state);
                proxy.stopAfter(this.random.nextLong(share), client::destroyForcibly);
                assertThat(client.waitFor()).as("killed by SIGKILL").isEqualTo(128 + 9);
            }
            Process client = tus(proxy, file, state);
            String upload = new String(client.getInputStream().readAllBytes()).strip();
            assertThat(client.waitFor()).isZero();
            HttpResponse<String> ended = head(second, URI.create(upload).getPath());
            assertThat(header(ended, "Filetao-Cid")).isEqualTo(cid);
            System.getLogger(ResumableUploadIT.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0} bytes over {1} nodes, killed {2} times: {3} bytes were sent",
                            SIZE,
                            nodes.size(),
                            KILLS,
                            proxy.sent());
        }
        assertThat(read(first, cid)).isEqualTo(Bytes.sha256(file));
    }

    private static Process tus(RoundRobinProxy proxy, Path file, Path state) {
        return NodePrograms.start(
                "tus-upload.mjs",
                proxy.url() + "/api/v1/uploads",
                network.token(),
                file.toString(),
                state.toString());
    }

    /** How far the upload that the client remembers has come. */
    private static long reached(Path state) throws Exception {
        if (!Files.exists(state)) {
            return 0;
        }
        JsonNode known = new JsonMapper().readTree(Files.readString(state));
        String url = known.findValue("uploadUrl").stringValue();
        return offset(first, URI.create(url).getPath());
    }

    private static Hash read(URI api, String cid) throws Exception {
        HttpResponse<InputStream> answer =
                HTTP.send(
                        request(api, "/api/v1/files/" + cid).build(), BodyHandlers.ofInputStream());
        MessageDigest digest = Hash.newSha256();
        try (InputStream body = answer.body()) {
            body.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return Hash.of(digest.digest());
    }

    private static String create(long length, String... headers) throws Exception {
        HttpResponse<String> created =
                HTTP.send(
                        request(first, "/api/v1/uploads", headers)
                                .header("Upload-Length", "" + length)
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return header(created, "Location");
    }

    private static long offset(URI api, String upload) throws Exception {
        HttpResponse<String> head = head(api, upload);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Cache-Control")).contains("no-store");
        return Long.parseLong(header(head, "Upload-Offset"));
    }

    private static HttpResponse<String> head(URI api, String upload) throws Exception {
        return HTTP.send(request(api, upload).HEAD().build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI api, String upload) throws Exception {
        return HTTP.send(request(api, upload).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> patch(
            URI api, String upload, int offset, byte[] content, int length, String... headers)
            throws Exception {
        BodyPublisher part =
                BodyPublishers.ofByteArray(Arrays.copyOfRange(content, offset, offset + length));
        return HTTP.send(part(api, upload, offset, part, headers), BodyHandlers.ofString());
    }

    private static HttpRequest part(
            URI api, String upload, long offset, BodyPublisher part, String... headers) {
        return request(api, upload, headers)
                .header("Content-Type", PART)
                .header("Upload-Offset", "" + offset)
                .method("PATCH", part)
                .build();
    }

    private static byte[] read(URI api, String cid, int from, int to) throws Exception {
        HttpResponse<byte[]> answer =
                HTTP.send(
                        request(api, "/api/v1/files/" + cid)
                                .header("Range", "bytes=" + from + "-" + (to - 1))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(206);
        return answer.body();
    }

    private static HttpRequest.Builder request(URI api, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.resolve(path))
                        .header("Authorization", "Bearer " + network.token())
                        .header("Tus-Resumable", "1.0.0");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        this.random.nextBytes(bytes);
        return bytes;
    }
}
