package io.filetao.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.cid.Cid;
import io.filetao.common.client.ApiProblemException;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FileSpool;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.Progress;
import io.filetao.common.client.StoredFile;
import io.filetao.common.client.UnprovenAnswerException;
import io.filetao.common.content.ContentProof;
import io.filetao.common.content.ContentRoot;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.LyingGateway.Answer;
import io.filetao.common.fixtures.LyingGateway;
import io.filetao.common.wallet.Keypair;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client gets that trusts its content root, or its key, and not the node. */
class VerifiedReadTests {

    private static final int BLOCK = ContentTree.BLOCK_BYTES;
    private static final int GROUP = ContentTree.GROUP_BYTES;
    private static final int SIZE = GROUP + 5 * BLOCK + 123;
    private static final String PROOF = "filetao-content-proof";

    @TempDir static Path directory;
    private static ApiTestServer server;
    private static HttpClient http;
    private static byte[] content;
    private static StoredFile plain;
    private static StoredFile sealed;
    private static Keypair coldkey;

    @BeforeAll
    static void start() throws IOException {
        server = new ApiTestServer(directory, Map.of());
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        content = new byte[SIZE];
        new Random(6).nextBytes(content);
        coldkey = Keypair.ofUri("//Alice");
        FileSpool spool = new FileSpool(directory.resolve("spool"));
        FileSpool.Request request =
                new FileSpool.Request(
                        null, "a.bin", "application/octet-stream", coldkey.address().value(), null);
        try (FiletaoClient client = FiletaoClient.builder(server.url()).build();
                FileSpool.Entry asSent =
                        spool.copy(new ByteArrayInputStream(content), request, Progress.NONE);
                FileSpool.Entry encrypted =
                        spool.encrypt(
                                new ByteArrayInputStream(content),
                                request,
                                coldkey.secretKey(),
                                Progress.NONE)) {
            plain = client.store(asSent.upload(), Progress.NONE);
            sealed = client.store(encrypted.upload(), Progress.NONE);
            assertThat(asSent.spooled().contentRoot()).isEqualTo(plain.contentRoot());
            assertThat(encrypted.spooled().contentRoot()).isEqualTo(sealed.contentRoot());
        }
        assertThat(plain.contentRoot()).isEqualTo(ContentRoot.of(content).hex());
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4522107",
        "0, 0",
        "7, 8",
        "65535, 65537",
        "4194303, 4194305",
        "4522106, 4522107"
    })
    void writeToWhenTheNodeIsHonestGivesTheBytes(int from, int to) throws IOException {
        Read read = read(plain, UnaryOperator.identity(), from, to);

        assertThat(read.failure).isNull();
        assertThat(read.bytes).isEqualTo(Arrays.copyOfRange(content, from, to));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 4522107",
        "65536, 0, 4522107",
        "200000, 0, 4522107",
        "4194304, 0, 4522107",
        "4522106, 0, 4522107",
        "200000, 150000, 250000",
        "200000, 200000, 200001",
        // Outside of the range but inside its block.
        "200000, 199000, 199001"
    })
    void writeToWhenAByteIsWrongRefusesBeforeItsBlock(int wrong, int from, int to)
            throws IOException {
        Read read = read(plain, answer -> answer.flipped(wrong), from, to);

        assertThat(read.failure)
                .isInstanceOf(UnprovenAnswerException.class)
                .hasMessageContaining("wrong bytes at " + wrong / BLOCK * BLOCK);
        int right = Math.max(from, wrong / BLOCK * BLOCK);
        assertThat(read.bytes).isEqualTo(Arrays.copyOfRange(content, from, right));
    }

    @Test
    void writeToWhenTheProofIsWrongWritesNothing() throws IOException {
        Map<String, UnaryOperator<Answer>> lies =
                Map.of(
                        "a leaf", answer -> answer.flippedHash(PROOF, 0),
                        "a node of the path", answer -> answer.flippedHash(PROOF, 1),
                        "no proof", answer -> answer.header(PROOF, ""),
                        "no hashes", answer -> answer.header(PROOF, "leaves=::, path=::"),
                        "another size",
                                answer -> answer.header("content-range", "bytes 0-65535/4522106"),
                        "another place",
                                answer ->
                                        answer.header(
                                                "content-range", "bytes 65536-131071/4522107"),
                        "no place", answer -> answer.header("content-range", ""));
        lies.forEach((name, lie) -> {
            Read read = read(plain, lie, 0, BLOCK);
            assertThat(read.failure).as(name).isInstanceOf(UnprovenAnswerException.class);
            assertThat(read.bytes).as(name).isEmpty();
        });
    }

    @Test
    void writeToWhenTheNodeAnswersAnotherFileRefuses() throws IOException {
        try (FiletaoClient client = FiletaoClient.builder(server.url()).build()) {
            FileDownload file =
                    FileDownload.open(client, Cid.decode(plain.cid()), coldkey::secretKey)
                            .verifiedBy(Hash.sha256());
            assertThatExceptionOfType(UnprovenAnswerException.class)
                    .isThrownBy(() -> file.writeTo(new ByteArrayOutputStream(), Progress.NONE))
                    .withMessageContaining("does not belong to the content root");
        }
    }

    @ParameterizedTest
    @CsvSource({"plain, 200000", "sealed, 200000"})
    void writeToWhenAnswersEndTooEarlyFailsWithRightBytesOnly(String kind, int end)
            throws IOException {
        StoredFile file = kind.equals("plain") ? plain : sealed;
        Read read = read(file, answer -> answer.truncated(end), 0, SIZE);

        assertThat(read.failure).isInstanceOf(FiletaoClientException.class);
        assertThat(read.bytes)
                .hasSizeBetween(1, end)
                .isEqualTo(Arrays.copyOf(content, read.bytes.length));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 4522107",
        "200000, 0, 4522107",
        "4522106, 0, 4522107",
        "200000, 190000, 250000"
    })
    void writeToWhenAByteOfAnEncryptedFileIsWrongRefusesBeforeItsSegment(
            int wrong, int from, int to) throws IOException {
        Read read = read(sealed, answer -> answer.flipped(wrong), from, to);

        assertThat(read.failure).isInstanceOf(FiletaoClientException.class);
        assertThat(read.bytes)
                .hasSizeLessThanOrEqualTo(Math.max(0, wrong - from))
                .isEqualTo(Arrays.copyOfRange(content, from, from + read.bytes.length));
    }

    @Test
    void readWhenAProofIsWantedAnswersAsMuchAsLiesInOneGroup() throws Exception {
        HttpResponse<byte[]> part = get(plain.cid(), "bytes=4000000-4300000", "?1");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range"))
                .contains("bytes 4000000-4194303/4522107");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 4_000_000, GROUP));
        ContentProof proof =
                ContentProof.parse(part.headers().firstValue(ContentProof.HEADER).orElseThrow())
                        .orElseThrow();
        assertThat(proof.leadsTo(Hash.ofHex(plain.contentRoot()), SIZE, 0)).isTrue();
        assertThat(part.headers().firstValue("Vary").orElseThrow()).contains(ContentProof.WANTED);
    }

    @Test
    void readWhenAProofIsNotWantedAnswersTheWholeRange() throws Exception {
        HttpResponse<byte[]> part = get(plain.cid(), "bytes=4000000-4300000", "?0");

        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 4_000_000, 4_300_001));
        assertThat(part.headers().firstValue(ContentProof.HEADER)).isEmpty();
    }

    @Test
    void readWhenAProofCannotBeGivenSaysWhy() throws Exception {
        HttpResponse<byte[]> whole = get(plain.cid(), null, "?1");
        HttpResponse<byte[]> parts = get(plain.cid(), "bytes=0-1,9-10", "?1");
        HttpResponse<byte[]> encrypted = get(sealed.cid(), "bytes=0-1", "?1");

        for (HttpResponse<byte[]> refused : List.of(whole, parts, encrypted)) {
            assertThat(refused.statusCode()).isEqualTo(400);
        }
        assertThat(new String(whole.body(), StandardCharsets.UTF_8)).contains("one range");
        assertThat(new String(encrypted.body(), StandardCharsets.UTF_8))
                .contains("decrypting a range verifies it");
    }

    /** Reads through a node that tells the given lie. */
    private static Read read(StoredFile file, UnaryOperator<Answer> lie, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LyingGateway gateway = LyingGateway.over(server.url(), lie);
                FiletaoClient client = FiletaoClient.builder(gateway.url()).build()) {
            try {
                FileDownload.open(client, Cid.decode(file.cid()), coldkey::secretKey)
                        .verifiedBy(Hash.ofHex(file.contentRoot()))
                        .writeTo(out, from, to, Progress.NONE);
                return new Read(out.toByteArray(), null);
            } catch (FiletaoClientException refused) {
                assertThat(refused).isNotInstanceOf(ApiProblemException.class);
                return new Read(out.toByteArray(), refused);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static HttpResponse<byte[]> get(String cid, String range, String want)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url().resolve("/api/v1/files/" + cid))
                        .header(ContentProof.WANTED, want);
        if (range != null) {
            request.header("Range", range);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private record Read(byte[] bytes, FiletaoClientException failure) {}
}
