package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.broadband.UploadWriter;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Progress;
import io.filetao.common.client.StoredFile;
import io.filetao.common.client.Upload;
import io.filetao.common.client.UploadPlace;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.redis.Locks;
import io.filetao.it.interop.NodePrograms;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files that come in over several requests, by the tus protocol, to two API nodes that share miners and Redis.
 *
 * <p>{@code -Dfiletao.tus.bytes=209715200} sends larger files with a client of others, {@code -Dfiletao.tus.segment=67108864} cuts them
 * as usual.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ResumableUploadIT {

    private static final int SEGMENT = Integer.getInteger("filetao.tus.segment", 2 << 20);
    private static final long SIZE = Long.getLong("filetao.tus.bytes", 16_000_000);
    private static final int KILLS = 10;
    private static final String PART = "application/offset+octet-stream";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private static Path directory;
    private static LocalNetwork network;
    private static URI first;
    private static URI second;
    private static LocalNode replica;

    private final Random random = new Random(21);

    @BeforeAll
    static void start() {
        network =
                Networks.with(validators(1), miners(5))
                        .directory(directory.resolve("net"))
                        .blockTime(Duration.ofMillis(500))
                        .property("filetao.segment-size", SEGMENT + "B")
                        .property("filetao.validator.chores.uploads.every", 2)
                        .property("filetao.validator.chores.store-synthetic.enabled", "false")
                        .start();
        first = network.api();
        replica = network.addApiNode();
        second = replica.url();
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

        String meters = get(first, "/actuator/prometheus").body();
        assertThat(meters)
                .containsPattern("filetao_api_upload_part_seconds_count\\{.*outcome=\"stored\"")
                .containsPattern("filetao_api_stored_bytes_total\\{[^}]*} [1-9]");
    }

    @Test
    void aClientOfOthersThatIsKilledTenTimesEndsWithTheWholeFile() throws Exception {
        killTenTimes(List.of(first), "one");
    }

    @Test
    void aClientOfOthersThatIsKilledTenTimesDoesNotMindTwoNodes() throws Exception {
        killTenTimes(List.of(first, second), "two");
    }

    @Test
    void theCommandGoesOnWhereItWasKilledAndSendsOneSegmentAgainAtMost() throws Exception {
        Path file = Bytes.file(directory.resolve("put.bin"), 5L * SEGMENT + 7, 5);
        long overhead = 64 << 10;
        int kills = 3;
        try (RoundRobinProxy proxy = new RoundRobinProxy(List.of(first, second))) {
            for (int kill = 0; kill < kills; kill++) {
                Process put = put(proxy, file);
                proxy.stopAfter(SEGMENT / 2 + this.random.nextInt(SEGMENT), put::destroyForcibly);
                assertThat(CommandRun.end(put)).isEqualTo(128 + 9);
            }
            Process put = put(proxy, file);
            assertThat(CommandRun.end(put)).as(Files.readString(out("put.err"))).isZero();
            assertThat(proxy.sent())
                    .isLessThanOrEqualTo(
                            Files.size(file) + kills * SEGMENT + (kills + 1) * overhead);
        }
        String cid = Files.readString(out("put.out")).strip();
        try (User user = new User(network)) {
            Path back = directory.resolve("put.back");
            user.retrieve(Cid.decode(cid), back);
            assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        }
        try (Stream<Path> spooled = Files.list(directory.resolve("spool"))) {
            assertThat(spooled).as("nothing waits any more").isEmpty();
        }
    }

    @Test
    void aNodeThatGoesAwayInTheMiddleIsReplacedByAnother() throws Exception {
        Path file = Bytes.file(directory.resolve("away.bin"), 4L * SEGMENT, 6);
        Hash digest = Bytes.sha256(file);
        Upload upload = new Upload(file, digest, null, "away.bin", "text/plain", null);
        try (RoundRobinProxy proxy = new RoundRobinProxy(List.of(second, first));
                FiletaoClient client =
                        FiletaoClient.builder(proxy.url()).token(network.token()).build()) {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            proxy.stopAfter(
                    SEGMENT + SEGMENT / 2,
                    () ->
                            Thread.ofPlatform()
                                    .start(() -> {
                                        replica.kill();
                                        gone.complete(null);
                                    }));
            StoredFile stored =
                    client.storeResumably(upload, UploadPlace.inMemory(), Progress.NONE);
            gone.join();
            assertThat(stored.cid()).isEqualTo(Cid.ofDigest(digest).toString());
            assertThat(stored.size()).isEqualTo(4L * SEGMENT);
            assertThat(proxy.sent()).isLessThan(5L * SEGMENT + (64 << 10));
            long before = proxy.sent();
            assertThat(client.storeResumably(upload, UploadPlace.inMemory(), Progress.NONE).cid())
                    .isEqualTo(stored.cid());
            assertThat(proxy.sent() - before).as("held already").isLessThan(16 << 10);
        } finally {
            replica.start();
        }
    }

    @Test
    void whatTheProtocolForbidsIsRefusedAsItSays() throws Exception {
        byte[] content = bytes(SEGMENT + 1000);
        String upload = create(content.length);
        HttpResponse<String> options =
                HTTP.send(
                        HttpRequest.newBuilder(first.resolve("/api/v1/uploads"))
                                .method("OPTIONS", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(options, "Tus-Extension"))
                .contains("creation", "creation-with-upload", "termination", "checksum")
                .contains("expiration", "creation-defer-length");
        assertThat(header(options, "Tus-Checksum-Algorithm")).contains("sha1");
        assertThat(header(options, "Tus-Max-Size")).matches("[0-9]+");

        HttpResponse<String> version =
                patch(first, upload, 0, content, SEGMENT, "Tus-Resumable", "0.2.2");
        assertRefused(version, 412, "protocol-not-supported");
        assertThat(header(version, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(version, "Tus-Resumable")).isEqualTo("1.0.0");
        HttpRequest wrongType =
                request(first, upload, "Content-Type", "text/plain", "Upload-Offset", "0")
                        .method("PATCH", BodyPublishers.ofString("x"))
                        .build();
        assertRefused(send(wrongType), 415, "unsupported-media-type");
        HttpResponse<String> elsewhere = patch(first, upload, 65_536, content, SEGMENT - 65_536);
        assertRefused(elsewhere, 409, "wrong-offset");
        assertThat(header(elsewhere, "Upload-Offset")).isEqualTo("0");
        assertRefused(patch(first, upload, 0, content, 1000), 400, "part-too-short");
        byte[] longer = bytes(content.length + 1);
        assertRefused(patch(first, upload, 0, longer, longer.length), 413, "too-large");
        assertRefused(
                patch(first, upload, 0, content, SEGMENT, "Upload-Checksum", "crc32 AAAA"),
                400,
                "invalid-request");
        assertRefused(
                patch(first, upload, 0, content, SEGMENT, "Upload-Checksum", sha1(longer)),
                460,
                "checksum-mismatch");
        assertThat(offset(first, upload)).as("nothing is kept of it").isZero();
        HttpResponse<String> checked =
                patch(
                        first,
                        upload,
                        0,
                        content,
                        SEGMENT,
                        "Upload-Checksum",
                        sha1(Arrays.copyOf(content, SEGMENT)));
        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(204);
        assertRefused(
                send(
                        request(first, "/api/v1/uploads", "Upload-Length", "-1")
                                .POST(BodyPublishers.noBody())
                                .build()),
                400,
                "invalid-request");
        assertRefused(
                send(
                        request(first, "/api/v1/uploads", "Upload-Length", "" + Long.MAX_VALUE)
                                .POST(BodyPublishers.noBody())
                                .build()),
                413,
                "too-large");
        assertRefused(get(first, "/api/v1/uploads/" + "0".repeat(32)), 404, "upload-not-found");
    }

    @Test
    void aFileCanComeWithItsCreationWithoutItsLengthOrBeEmpty() throws Exception {
        byte[] content = bytes(SEGMENT + 77);
        String name = Base64.getEncoder().encodeToString("ein Name.txt".getBytes(UTF_8));
        HttpRequest whole =
                request(
                                first,
                                "/api/v1/uploads",
                                "Content-Type",
                                PART,
                                "Upload-Length",
                                "" + content.length,
                                "Upload-Metadata",
                                "filename " + name + ",own")
                        .POST(BodyPublishers.ofByteArray(content))
                        .build();
        HttpResponse<String> stored = send(whole);
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
        assertThat(header(stored, "Upload-Offset")).isEqualTo("" + content.length);
        assertThat(header(stored, "Filetao-Cid")).isEqualTo(Cid.of(content).toString());
        HttpResponse<String> head = head(second, header(stored, "Location"));
        assertThat(header(head, "Upload-Metadata")).isEqualTo("filename " + name + ",own");

        HttpResponse<String> deferred =
                send(
                        request(first, "/api/v1/uploads", "Upload-Defer-Length", "1")
                                .POST(BodyPublishers.noBody())
                                .build());
        String upload = header(deferred, "Location");
        assertThat(header(head(first, upload), "Upload-Defer-Length")).isEqualTo("1");
        byte[] other = bytes(SEGMENT + 99);
        assertThat(patch(first, upload, 0, other, SEGMENT).statusCode()).isEqualTo(204);
        HttpResponse<String> last =
                patch(second, upload, SEGMENT, other, 99, "Upload-Length", "" + other.length);
        assertThat(header(last, "Filetao-Cid")).isEqualTo(Cid.of(other).toString());

        String empty = create(0);
        assertThat(header(head(first, empty), "Filetao-Cid"))
                .isEqualTo(Cid.of(new byte[0]).toString());
    }

    @Test
    void twoPartsAtOnceAreNotMixed() throws Exception {
        byte[] content = bytes(2 * SEGMENT);
        String upload = create(content.length);
        try (Socket slow = new Socket(first.getHost(), first.getPort())) {
            slow.getOutputStream()
                    .write(
                            ("PATCH "
                                            + upload
                                            + " HTTP/1.1\r\n"
                                            + "Host: x\r\n"
                                            + "Tus-Resumable: 1.0.0\r\n"
                                            + "Authorization: Bearer "
                                            + network.token()
                                            + "\r\nContent-Type: "
                                            + PART
                                            + "\r\nUpload-Offset: 0\r\nContent-Length: "
                                            + SEGMENT
                                            + "\r\n\r\nbegun")
                                    .getBytes(UTF_8));
            Locks locks = network.apiNode().part(Locks.class);
            String lock = UploadWriter.lock(upload.substring(upload.lastIndexOf('/') + 1));
            await(() -> {
                Optional<Locks.Lease> free = locks.tryAcquire(lock, Duration.ofSeconds(1));
                free.ifPresent(Locks.Lease::close);
                return free.isEmpty();
            });
            HttpResponse<String> other = patch(second, upload, 0, content, SEGMENT);
            assertRefused(other, 423, "upload-locked");
            assertThat(header(other, "Retry-After")).isNotEmpty();
        }
        // The one that held it is gone.
        assertThat(patch(second, upload, 0, content, SEGMENT).statusCode()).isEqualTo(204);
    }

    @Test
    void nothingStaysBehindOfWhatIsTerminatedOrAbandoned() throws Exception {
        long before = shards();
        byte[] content = bytes(3 * SEGMENT);
        String upload = create(content.length);
        assertThat(patch(first, upload, 0, content, SEGMENT).statusCode()).isEqualTo(204);
        assertThat(shards()).isGreaterThan(before);
        HttpResponse<String> ended = send(request(second, upload).DELETE().build());
        assertThat(ended.statusCode()).isEqualTo(204);
        await(() -> shards() == before);
        assertThat(head(first, upload).statusCode()).isEqualTo(404);
        assertRefused(patch(first, upload, SEGMENT, content, SEGMENT), 404, "upload-not-found");

        String abandoned = create(content.length);
        assertThat(patch(first, abandoned, 0, content, SEGMENT).statusCode()).isEqualTo(204);
        UploadIndex index = network.apiNode().part(UploadIndex.class);
        String id = abandoned.substring(abandoned.lastIndexOf('/') + 1);
        PendingUpload upTo = index.find(id).orElseThrow();
        assertThat(index.advance(upTo, endedAt(upTo, Instant.now().minusSeconds(1)))).isTrue();
        int gone = head(first, abandoned).statusCode();
        assertThat(gone).as("given up, or forgotten already").isIn(410, 404);
        await(() -> shards() == before);
        await(() -> index.find(id).isEmpty());
        assertThat(head(first, abandoned).statusCode()).isEqualTo(404);
        assertThat(index.expired(Instant.now(), 10)).isEmpty();
    }

    private static PendingUpload endedAt(PendingUpload upload, Instant end) {
        return new PendingUpload(
                upload.id(),
                upload.fileId(),
                upload.terms(),
                upload.length(),
                upload.offset(),
                upload.digest(),
                upload.segments(),
                end,
                null);
    }

    /** Shards on the miners' disks. */
    private static long shards() {
        try (Stream<Path> files = Files.walk(directory.resolve("net").resolve("miners"))) {
            return files.filter(file -> file.toString().endsWith(".shard")).count();
        } catch (IOException | UncheckedIOException changing) {
            return -1;
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(limit);
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static String sha1(byte[] content) throws Exception {
        return "sha1 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1").digest(content));
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("type").asString()).isEqualTo("urn:filetao:problem:" + type);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    }

    private static Process put(RoundRobinProxy proxy, Path file) throws Exception {
        return CommandRun.start(
                out("put.out"),
                out("put.err"),
                Map.of("FILETAO_CONFIG", directory.resolve("none.yaml").toString()),
                "put",
                file.toString(),
                "--resumable-from=0",
                "--spool=" + directory.resolve("spool"),
                "--api=" + proxy.url(),
                "--token=" + network.token(),
                "--wallet.path=" + network.directory().resolve("wallets"),
                "--wallet.name=" + network.userWallet().name(),
                "--wallet.hotkey=" + network.userWallet().hotkeyName());
    }

    private static Path out(String name) {
        return directory.resolve(name);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HTTP.send(request, BodyHandlers.ofString());
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
