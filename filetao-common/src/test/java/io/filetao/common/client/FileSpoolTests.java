package io.filetao.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileSpool.Entry;
import io.filetao.common.client.FileSpool.Request;
import io.filetao.common.client.Spooled.Source;
import io.filetao.common.crypto.Hash;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpoolTests {

    private static final byte[] SECRET = new byte[64];
    private static final byte[] PLAIN = "some text".getBytes(StandardCharsets.UTF_8);
    private static final Request REQUEST =
            new Request(
                    new Source("/home/me/a.txt", 9, 1000),
                    "a.txt",
                    "text/plain",
                    "5account",
                    Duration.ofDays(1));

    @TempDir Path directory;
    private FileSpool spool;

    @BeforeEach
    void open() throws IOException {
        this.spool = new FileSpool(this.directory.resolve("spool"));
    }

    @Test
    void encryptKeepsBytesThatOnlyTheColdkeyOpens() throws IOException {
        try (Entry entry = encrypt(new ByteArrayInputStream(PLAIN))) {
            Upload upload = entry.upload();
            byte[] sent = Files.readAllBytes(upload.bytes());

            assertThat(upload.digest()).isEqualTo(Hash.sha256(sent));
            assertThat(upload.name()).isNull();
            assertThat(upload.contentType()).isEqualTo("application/octet-stream");
            FilePayload payload =
                    FilePayload.open(upload.payload(), SECRET, Cid.ofDigest(upload.digest()));
            assertThat(payload.name()).isEqualTo("a.txt");
            assertThat(payload.size()).isEqualTo(PLAIN.length);
            InputStream opened =
                    new FileCipher(payload.fileKey()).decrypting(new ByteArrayInputStream(sent));
            assertThat(opened).hasBinaryContent(PLAIN);
        }
    }

    @Test
    void copyKeepsBytesAsTheyAre() throws IOException {
        try (Entry entry =
                this.spool.copy(new ByteArrayInputStream(PLAIN), REQUEST, Progress.NONE)) {
            assertThat(entry.upload().bytes()).hasBinaryContent(PLAIN);
            assertThat(entry.upload().payload()).isNull();
            assertThat(entry.upload().name()).isEqualTo("a.txt");
        }
    }

    @Test
    void resumeGivesTheSameBytesAgainUntilTheyAreRemoved() throws IOException {
        String digest;
        try (Entry entry = encrypt(new ByteArrayInputStream(PLAIN))) {
            digest = entry.spooled().digest();
        }

        try (Entry again = this.spool.resume(REQUEST).orElseThrow()) {
            assertThat(again.spooled().digest()).isEqualTo(digest);
            assertThat(again.upload().ttl()).isEqualTo(Duration.ofDays(1));
            again.remove();
        }

        assertThat(this.spool.resume(REQUEST)).isEmpty();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void resumeWhenTheFileHasChangedOrAnotherAccountAsksFindsNothing() throws IOException {
        encrypt(new ByteArrayInputStream(PLAIN)).close();

        assertThat(this.spool.resume(with(new Source("/home/me/a.txt", 9, 1001), "5account")))
                .isEmpty();
        assertThat(this.spool.resume(with(REQUEST.source(), "5other"))).isEmpty();
        assertThat(this.spool.resume(with(null, "5account"))).isEmpty();
    }

    @Test
    void resumeWhenAnotherUploadWorksOnItFindsNothing() throws IOException {
        try (Entry working = encrypt(new ByteArrayInputStream(PLAIN))) {
            assertThat(this.spool.resume(REQUEST)).isEmpty();
            assertThat(this.spool.unfinished()).isEmpty();
            assertThat(working.upload().bytes()).exists();
        }
        List<Entry> unfinished = this.spool.unfinished();
        assertThat(unfinished).hasSize(1);
        unfinished.getFirst().close();
    }

    @Test
    void encryptWhenTheSourceBreaksLeavesNothing() throws IOException {
        InputStream broken =
                new FilterInputStream(new ByteArrayInputStream(PLAIN)) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("unplugged");
                    }
                };

        assertThatIOException().isThrownBy(() -> encrypt(broken)).withMessage("unplugged");

        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void encryptRemovesWhatAKilledProcessLeftUnfinished() throws IOException {
        Files.writeString(this.directory.resolve("spool/0011223344556677.bytes"), "half");

        try (Entry entry = encrypt(new ByteArrayInputStream(PLAIN))) {
            assertThat(filesLeft())
                    .noneMatch(file -> file.startsWith("0011223344556677"))
                    .contains(entry.upload().bytes().getFileName().toString());
        }
    }

    private Entry encrypt(InputStream plain) throws IOException {
        return this.spool.encrypt(plain, REQUEST, SECRET, Progress.NONE);
    }

    private static Request with(Source source, String account) {
        return new Request(source, REQUEST.name(), REQUEST.contentType(), account, REQUEST.ttl());
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(this.directory.resolve("spool"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
