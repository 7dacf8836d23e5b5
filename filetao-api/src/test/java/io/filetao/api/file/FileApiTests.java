package io.filetao.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.api.claim.Digests;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.ApiProblemException;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FileSpool.Entry;
import io.filetao.common.client.FileSpool.Request;
import io.filetao.common.client.FileSpool;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.ForeignFileException;
import io.filetao.common.client.Identity;
import io.filetao.common.client.Progress;
import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.wallet.AccountCertificate;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls about files, over real HTTP. */
class FileApiTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Random RANDOM = new Random(21);

    @TempDir static Path directory;
    private static ApiTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ApiTestServer(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, 1_000_000})
    void storeAnswersTheIdentifierUnderWhichTheBytesAreRead(int size) throws Exception {
        byte[] content = bytes(size);

        HttpResponse<byte[]> stored = post(content);
        HttpResponse<byte[]> read = get(Cid.of(content).toString());

        assertThat(stored.statusCode()).isEqualTo(201);
        String cid = json(stored).path("cid").asString();
        assertThat(cid).isEqualTo(Cid.of(content).toString());
        assertThat(header(stored, "Location")).isEqualTo("/api/v1/files/" + cid);
        assertThat(json(stored).path("size").asLong()).isEqualTo(size);
        assertThat(json(stored).path("hotkeys").get(0).asString())
                .isEqualTo(server.hotkey().address().value());
        assertThat(Instant.parse(json(stored).path("expiresAt").asString()))
                .isAfter(Instant.now().plus(Duration.ofDays(29)));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(content);
        assertThat(header(read, "ETag")).isEqualTo("\"" + cid + "\"");
        assertThat(header(read, "Content-Length")).isEqualTo("" + size);
        assertThat(header(read, "Repr-Digest")).isEqualTo(Digests.format(Hash.sha256(content)));
        assertThat(header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 20",
        "bytes=90-, 90, 100",
        "bytes=-10, 90, 100",
        "bytes=50-5000, 50, 100",
        "bytes=-5000, 0, 100"
    })
    void readWhenARangeIsAskedForAnswersThatPart(String range, int from, int to) throws Exception {
        byte[] content = bytes(100);
        String cid = json(post(content)).path("cid").asString();

        HttpResponse<byte[]> part = get(cid, "Range", range);

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
        assertThat(header(part, "Content-Range"))
                .isEqualTo("bytes " + from + "-" + (to - 1) + "/100");
    }

    @Test
    void proveNamesTheMinersThatShowNothingAndSignsWhatIsLeft() throws Exception {
        byte[] content = bytes(5_000);
        String cid = json(post(content)).path("cid").asString();

        HttpResponse<byte[]> proof = get(cid + "/proof");

        assertThat(proof.statusCode()).isEqualTo(200);
        assertThat(header(proof, "Content-Type")).isEqualTo(ProofBundle.MEDIA_TYPE);
        assertThat(header(proof, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(proof, "Filetao-Proof-Shards")).isEqualTo("0");
        assertThat(header(proof, "Filetao-Left-Out"))
                .isEqualTo(
                        Ss58Address.of(Hash.sha256(content).bytes()).value()
                                + ";shards=1;reason=\"its miner left the network\"");
        ProofBundle bundle = ProofBundle.decode(ByteBuffer.wrap(proof.body()));
        assertThat(bundle.statement().isSigned()).isTrue();
        assertThat(bundle.statement().validator()).isEqualTo(server.hotkey().address());
        assertThat(bundle.statement().digest()).isEqualTo(Hash.sha256(content));
        assertThat(bundle.shards()).isEmpty();
    }

    @Test
    void proveWhenOnlyTheHeadIsAskedForTellsTheType() throws Exception {
        String cid = json(post(bytes(10))).path("cid").asString();

        HttpResponse<byte[]> head = send("HEAD", "/api/v1/files/" + cid + "/proof");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Type")).isEqualTo(ProofBundle.MEDIA_TYPE);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void proveWhenThereIsNoSuchFileAnswers404() throws Exception {
        assertThat(get(Cid.of(bytes(11)) + "/proof").statusCode()).isEqualTo(404);
        assertThat(get("nonsense/proof").statusCode()).isEqualTo(400);
    }

    @Test
    void readWhenSeveralRangesAreAskedForAnswersAllInOneBody() throws Exception {
        byte[] content = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);
        String cid = json(post(content)).path("cid").asString();

        HttpResponse<byte[]> parts = get(cid, "Range", "bytes=0-4, 95-");

        String boundary = header(parts, "Content-Type").split("boundary=")[1];
        String body = new String(parts.body(), StandardCharsets.ISO_8859_1);
        assertThat(parts.statusCode()).isEqualTo(206);
        assertThat(parts.body()).hasSize(Integer.parseInt(header(parts, "Content-Length")));
        assertThat(body)
                .contains("Content-Range: bytes 0-4/100\r\n\r\n01234\r\n--" + boundary)
                .contains("Content-Range: bytes 95-99/100\r\n\r\n56789\r\n--" + boundary + "--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=500-600", "bytes=-0"})
    void readWhenTheRangeIsOutsideAnswers416WithTheSize(String range) throws Exception {
        String cid = json(post(bytes(100))).path("cid").asString();

        HttpResponse<byte[]> refused = get(cid, "Range", range);

        assertProblem(refused, 416, "range-not-satisfiable");
        assertThat(header(refused, "Content-Range")).isEqualTo("bytes */100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-2", "lines=1-2", "bytes=a-b", "bytes="})
    void readWhenTheRangeIsNotUnderstoodAnswersTheWholeFile(String range) throws Exception {
        String cid = json(post(bytes(100))).path("cid").asString();

        assertThat(get(cid, "Range", range).statusCode()).isEqualTo(200);
    }

    @Test
    void readWhenConditionsAreGivenFollowsThem() throws Exception {
        String cid = json(post(bytes(100))).path("cid").asString();
        String tag = "\"" + cid + "\"";

        HttpResponse<byte[]> same = get(cid, "If-None-Match", "\"x\", W/" + tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(header(same, "ETag")).isEqualTo(tag);
        assertThat(get(cid, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertProblem(get(cid, "If-Match", "\"other\""), 412, "precondition-failed");
        assertThat(get(cid, "Range", "bytes=0-1", "If-Range", tag).statusCode()).isEqualTo(206);
        assertThat(get(cid, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void deleteWhenTheEntityTagIsAnotherDeletesNothing() throws Exception {
        String cid = json(post(bytes(100))).path("cid").asString();

        assertProblem(
                send("DELETE", "/api/v1/files/" + cid, "If-Match", "\"other\""),
                412,
                "precondition-failed");
        assertThat(get(cid).statusCode()).isEqualTo(200);
        assertThat(
                        send("DELETE", "/api/v1/files/" + cid, "If-Match", "\"" + cid + "\"")
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void headAnswersTheHeadersOfTheFileWithoutBytes() throws Exception {
        String cid = json(post(bytes(100))).path("cid").asString();

        HttpResponse<byte[]> head =
                HTTP.send(
                        HttpRequest.newBuilder(uri("/api/v1/files/" + cid))
                                .method("HEAD", BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("100");
        assertThat(header(head, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu, 404, file-not-found",
        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPJ7G, 400, invalid-cid",
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi, 400, invalid-cid",
        "nonsense, 400, invalid-cid",
        "..%2f..%2fetc%2fpasswd, 400, invalid-request"
    })
    void readWhenTheIdentifierIsNotOfAFileHereSaysSo(String cid, int status, String type)
            throws Exception {
        assertProblem(get(cid), status, type);
    }

    @Test
    void storeKeepsNamesWhateverTheyHold() throws Exception {
        byte[] content = bytes(50);
        String name = "two words, Größe 你好\n\"quoted\".txt";
        String encoded =
                java.net.URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        String cid =
                json(post(
                                content,
                                "Content-Disposition",
                                "attachment; filename*=UTF-8''" + encoded,
                                "Content-Type",
                                "text/plain"))
                        .path("cid")
                        .asString();
        HttpResponse<byte[]> read = get(cid);

        assertThat(header(read, "Content-Disposition"))
                .startsWith("attachment; filename=\"two words")
                .endsWith("filename*=UTF-8''" + encoded)
                .doesNotContain("\n");
        assertThat(header(read, "Content-Type")).isEqualTo("text/plain");
        assertThat(json(send("GET", "/api/v1/files?limit=1000")).path("items").valueStream())
                .anySatisfy(item -> assertThat(item.path("name").asString()).isEqualTo(name));
    }

    @Test
    void storeWhenADigestIsWrongStoresNothing() throws Exception {
        byte[] content = bytes(70_000);
        String wrong = Digests.format(Hash.sha256(new byte[] {1}));
        String wrong512 = "sha-512=:" + Base64.getEncoder().encodeToString(new byte[64]) + ":";

        assertProblem(post(content, "Repr-Digest", wrong), 400, "digest-mismatch");
        assertProblem(post(content, "Content-Digest", wrong), 400, "digest-mismatch");
        assertProblem(post(content, "Repr-Digest", wrong512), 400, "digest-mismatch");
        assertProblem(post(content, "Repr-Digest", "sha-256=x"), 400, "invalid-request");
        assertProblem(get(Cid.of(content).toString()), 404, "file-not-found");
    }

    @Test
    void storeWhenTheDigestsAreRightStores() throws Exception {
        byte[] content = bytes(70_000);
        String sha512 =
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(content));

        HttpResponse<byte[]> stored =
                post(
                        content,
                        "Repr-Digest",
                        Digests.format(Hash.sha256(content))
                                + ", md5=:AAAA:, sha-512=:"
                                + sha512
                                + ":");

        assertThat(stored.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Filetao-Ttl|0|400|invalid-request",
                "Filetao-Ttl|soon|400|invalid-request",
                "Filetao-Payload|not base64!|400|invalid-request",
                "Content-Encoding|gzip|415|unsupported-media-type",
                "Content-Type|multipart/form-data; boundary=x|415|unsupported-media-type",
                "Content-Type|nonsense|415|unsupported-media-type"
            })
    void storeWhenAHeaderCannotBeHonouredRefusesBeforeTheBody(
            String header, String value, int status, String type) throws Exception {
        int before = server.store().started();

        assertProblem(post(bytes(10), header, value), status, type);

        assertThat(server.store().started()).isEqualTo(before);
    }

    @Test
    void storeWhenTheFileIsTooLargeRefusesByItsLengthOrItsBytes() throws Exception {
        byte[] content = bytes(8 * 1024 * 1024 + 1);

        HttpResponse<byte[]> chunked =
                HTTP.send(
                        HttpRequest.newBuilder(uri("/api/v1/files"))
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(content)))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertProblem(chunked, 413, "too-large");
        String answer =
                exchange(
                        "POST /api/v1/files HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Expect: 100-continue\r\n"
                                + "Content-Length: 9000000\r\n"
                                + "Connection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
    }

    @Test
    void storeWhenTheClientWaitsDecidesBeforeTheBody() throws Exception {
        String head =
                "POST /api/v1/files HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Expect: 100-continue\r\n"
                        + "Content-Length: 5\r\n"
                        + "Connection: close\r\n";

        assertThat(exchange(head + "Filetao-Ttl: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("100 Continue");
        assertThat(exchange(head + "\r\n", "hello"))
                .startsWith("HTTP/1.1 100 Continue")
                .contains("HTTP/1.1 201");
    }

    @Test
    void storeWhenTheBodyIsHeldAlreadyDoesNotAskForIt() throws Exception {
        byte[] content = bytes(5);
        post(content);
        String head =
                "POST /api/v1/files HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Expect: 100-continue\r\n"
                        + "Content-Length: 5\r\n"
                        + "Connection: close\r\n"
                        + "Repr-Digest: "
                        + Digests.format(Hash.sha256(content))
                        + "\r\n\r\n";

        assertThat(exchange(head)).startsWith("HTTP/1.1 201").doesNotContain("100 Continue");
    }

    @Test
    void storeWhenTheClientHangsUpInTheMiddleKeepsNothing() throws Exception {
        int before = server.store().failed();
        try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "POST /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf a body"
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(() -> server.store().started() > 0);
        }

        await(() -> server.store().failed() > before);
        assertProblem(
                get(Cid.of("half a body".getBytes(StandardCharsets.US_ASCII)).toString()),
                404,
                "file-not-found");
    }

    @Test
    void storeWhenMoreBytesComeThanAnnouncedTakesOnlyThose() throws Exception {
        String answer =
                exchange(
                        "POST /api/v1/files HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Content-Length: 3\r\n\r\n"
                                + "xyzdef garbage\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 201")
                .contains(Cid.of(new byte[] {'x', 'y', 'z'}).toString());
    }

    @Test
    void storeWhenTheBodyStandsStillGivesUp() throws Exception {
        String answer =
                exchange("POST /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc");

        assertThat(answer).startsWith("HTTP/1.1 408").contains("body-too-slow");
    }

    @Test
    void readWhenTheMinersAreGoneIsAnHonestError() throws Exception {
        String cid = json(post(bytes(64))).path("cid").asString();
        server.store().lose(cid);

        HttpResponse<byte[]> refused = get(cid);

        assertProblem(refused, 503, "file-unavailable");
        assertThat(header(refused, "Retry-After")).isEqualTo("30");
    }

    @Test
    void readWhenTheClaimHasExpiredAnswersGone() throws Exception {
        String cid = json(post(bytes(64), "Filetao-Ttl", "1")).path("cid").asString();

        await(() -> {
            try {
                return get(cid).statusCode() == 410;
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertProblem(get(cid), 410, "file-expired");
    }

    @Test
    void deleteEndsTheClaim() throws Exception {
        String cid = json(post(bytes(64))).path("cid").asString();

        assertThat(send("DELETE", "/api/v1/files/" + cid).statusCode()).isEqualTo(204);

        assertProblem(get(cid), 404, "file-not-found");
        assertProblem(send("DELETE", "/api/v1/files/" + cid), 404, "file-not-found");
    }

    @Test
    void healthNamesEveryShardAndItsReason() throws Exception {
        String cid = json(post(bytes(64))).path("cid").asString();

        JsonNode health = json(send("GET", "/api/v1/files/" + cid + "/health"));

        assertThat(health.path("status").asString()).isEqualTo("lost");
        JsonNode shard = health.path("segments").get(0).path("shards").get(0);
        assertThat(shard.path("status").asString()).isEqualTo("missing");
        assertThat(shard.path("reason").asString()).contains("has left the subnet");
    }

    @Test
    void listGivesPagesThatFollowOneAnother() throws Exception {
        for (int i = 0; i < 3; i++) {
            post(bytes(33));
        }

        JsonNode first = json(send("GET", "/api/v1/files?limit=2"));
        JsonNode second =
                json(
                        send(
                                "GET",
                                "/api/v1/files?limit=2&cursor="
                                        + java.net.URLEncoder.encode(
                                                first.path("next").asString(),
                                                StandardCharsets.UTF_8)));

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items").get(0).path("cid"))
                .isNotIn(
                        first.path("items").get(0).path("cid"),
                        first.path("items").get(1).path("cid"));
        assertProblem(send("GET", "/api/v1/files?limit=0"), 400, "invalid-request");
        assertProblem(send("GET", "/api/v1/files?limit=x"), 400, "invalid-request");
        assertProblem(send("GET", "/api/v1/files?cursor=!"), 400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404, not-found",
        "GET, /api/v1/nowhere, 404, not-found",
        "PUT, /api/v1/files, 405, method-not-allowed",
        "DELETE, /api/v1/network, 405, method-not-allowed",
        "GET, /api/v1/network/miners/x, 400, invalid-request"
    })
    void everyRefusalIsAProblemDocument(String method, String path, int status, String type)
            throws Exception {
        assertProblem(send(method, path), status, type);
    }

    @Test
    void anEncryptedFileComesBackToItsOwnerAndNobodyElse() throws Exception {
        Keypair coldkey = Keypair.generate();
        byte[] content = bytes(300_000);
        Path spoolDirectory = directory.resolve("spool");
        try (FiletaoClient client = client(coldkey)) {
            Cid cid;
            try (Entry entry =
                    new FileSpool(spoolDirectory)
                            .encrypt(
                                    new ByteArrayInputStream(content),
                                    new Request(
                                            null,
                                            "a name\nwith lines",
                                            "text/plain",
                                            coldkey.address().value(),
                                            null),
                                    coldkey.secretKey(),
                                    Progress.NONE)) {
                cid = Cid.decode(client.store(entry.upload(), Progress.NONE).cid());
                entry.remove();
            }

            FileDownload file = FileDownload.open(client, cid, coldkey::secretKey);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            file.writeTo(whole, Progress.NONE);
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            file.writeTo(part, 100_000, 200_000, Progress.NONE);

            assertThat(file.name()).isEqualTo("a name\nwith lines");
            assertThat(whole.toByteArray()).isEqualTo(content);
            assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100_000, 200_000));
            assertThat(client.list(null, 10).items()).hasSize(1);

            Keypair stranger = Keypair.generate();
            try (FiletaoClient other = client(stranger)) {
                assertThat(other.list(null, 10).items()).isEmpty();
                assertThat(FileDownload.raw(other, cid).size()).isGreaterThan(content.length);
                assertThatExceptionOfType(ForeignFileException.class)
                        .isThrownBy(() -> FileDownload.open(other, cid, stranger::secretKey));
                assertThatExceptionOfType(ApiProblemException.class)
                        .isThrownBy(() -> other.delete(cid))
                        .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
            }
            client.delete(cid);
            assertThatExceptionOfType(ApiProblemException.class)
                    .isThrownBy(() -> client.describe(cid))
                    .withMessageContaining("No file of the identifier");
        }
    }

    @Test
    void aCertificateOfAnotherHotkeyIsRefused() {
        Keypair coldkey = Keypair.generate();
        String certificate =
                AccountCertificate.create(coldkey, Keypair.generate().address(), Instant.now())
                        .encode();
        try (FiletaoClient client =
                FiletaoClient.builder(server.url())
                        .identity(new Identity(Keypair.generate(), certificate))
                        .build()) {
            assertThatExceptionOfType(ApiProblemException.class)
                    .isThrownBy(() -> client.list(null, 10))
                    .satisfies(problem -> assertThat(problem.status()).isEqualTo(401));
        }
    }

    @Test
    void theDescriptionIsOpenApi31WithEveryCall() throws Exception {
        JsonNode description = json(send("GET", "/v3/api-docs"));

        assertThat(description.path("openapi").asString()).startsWith("3.1");
        assertThat(description.path("paths").propertyNames())
                .contains(
                        "/api/v1/files",
                        "/api/v1/files/{cid}",
                        "/api/v1/files/{cid}/health",
                        "/api/v1/files/{cid}/proof",
                        "/api/v1/network",
                        "/api/v1/network/miners",
                        "/api/v1/network/validators");
        assertThat(
                        description
                                .path("paths")
                                .path("/api/v1/files")
                                .path("post")
                                .path("responses")
                                .propertyNames())
                .contains("201", "400", "401", "413", "503", "507");
    }

    @Test
    void theMetersAreOurs() throws Exception {
        post(bytes(12));

        String meters =
                new String(send("GET", "/actuator/prometheus").body(), StandardCharsets.UTF_8);

        assertThat(meters)
                .contains("filetao_api_stored_bytes_total")
                .contains("filetao_api_upload_seconds");
    }

    private FiletaoClient client(Keypair coldkey) {
        Keypair hotkey = Keypair.generate();
        String certificate =
                AccountCertificate.create(coldkey, hotkey.address(), Instant.now()).encode();
        return FiletaoClient.builder(server.url())
                .identity(new Identity(hotkey, certificate))
                .build();
    }

    private static HttpResponse<byte[]> post(byte[] content, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/api/v1/files"))
                        .POST(BodyPublishers.ofByteArray(content));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(String cid, String... headers) throws Exception {
        return send("GET", "/api/v1/files/" + cid, headers);
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Writes raw bytes, a piece at a time as answers come, and gives back everything that was answered. */
    private static String exchange(String head, String... bodies) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
            socket.setSoTimeout(15_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (String body : bodies) {
                answer.write(in.read());
                out.write(body.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            byte[] buffer = new byte[8192];
            for (int read; (read = in.read(buffer)) >= 0; ) {
                answer.write(buffer, 0, read);
                String text = answer.toString(StandardCharsets.ISO_8859_1);
                if (isComplete(text)) {
                    break;
                }
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean isComplete(String answer) {
        String last = answer.replaceFirst("^HTTP/1.1 100 Continue\r\n\r\n", "");
        return last.startsWith("HTTP/1.1 ") && last.contains("\r\n\r\n") && last.endsWith("}");
    }

    private static void await(BooleanSupplier condition) {
        Instant limit = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited long enough").isBefore(limit);
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    private static void assertProblem(HttpResponse<byte[]> response, int status, String type) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.path("type").asString()).isEqualTo("urn:filetao:problem:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString()).endsWith(".").doesNotContain("Exception");
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static URI uri(String path) {
        return URI.create(server.url() + path);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
