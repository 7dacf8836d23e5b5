package io.filetao.common.client;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.RequestSignature;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file by the tus protocol, one segment with each request: what a node has acknowledged miners hold, so that after whatever
 * broke off at most one segment goes over the line again, to the same node or to another one of the same validator. One instance
 * sends one file.
 */
final class ResumableTransfer {

    private static final String UPLOADS = "/api/v1/uploads";
    private static final String VERSION = "Tus-Resumable";
    private static final String OFFSET = "Upload-Offset";
    private static final String SEGMENT_SIZE = "Filetao-Segment-Size";
    private static final int USUAL_SEGMENT = 64 << 20;
    private static final int BUFFER_BYTES = 128 << 10;

    /** Failures in a row, without a segment in between, after which it is given up. */
    private static final int MOST_FAILURES = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Refusals after which the offset is asked for and the part sent again. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 423, 429, 460, 502, 503, 504);

    /** The upload is not there any more. */
    private static final Set<Integer> GONE = Set.of(404, 410);

    private final FiletaoClient client;
    private final Upload upload;
    private final UploadPlace place;
    private final Progress progress;
    private final long length;
    private long offset;
    private int segment = USUAL_SEGMENT;
    private boolean answered;

    ResumableTransfer(FiletaoClient client, Upload upload, UploadPlace place, Progress progress)
            throws IOException {
        this.client = client;
        this.upload = upload;
        this.place = place;
        this.progress = progress;
        this.length = Files.size(upload.bytes());
    }

    /**
     * Sends what is missing.
     *
     * @throws ApiProblemException when the node refuses for good
     */
    StoredFile send() throws IOException {
        long best = -1;
        int failures = 0;
        while (true) {
            try {
                return attempt();
            } catch (FiletaoClientException failed) {
                failures = this.offset > best ? 1 : failures + 1;
                best = Math.max(best, this.offset);
                Duration pause = pause(failed, failures);
                if (pause == null || failures == MOST_FAILURES) {
                    throw failed;
                }
                rest(pause, failed);
            }
        }
    }

    private StoredFile attempt() throws IOException {
        String path = this.place.path();
        if (path == null || !find(path)) {
            path = create();
            if (path == null) {
                return this.client.store(this.upload, this.progress);
            }
            this.place.remember(path);
        }
        this.progress.moved(this.offset, this.length);
        while (this.offset < this.length) {
            sendPart(path);
        }
        return stored(path);
    }

    /** Asks how far the upload is; answers false when it is not there any more. */
    private boolean find(String path) throws IOException {
        HttpResponse<InputStream> response =
                this.client.send(
                        request("HEAD", path, RequestSignature.EMPTY_BODY)
                                .method("HEAD", BodyPublishers.noBody()));
        this.answered = true;
        if (GONE.contains(response.statusCode())) {
            this.place.remember(null);
            return false;
        }
        if (response.statusCode() != 200) {
            throw this.client.problem(response);
        }
        stands(response);
        return true;
    }

    /** Begins an upload; answers null when the node does not know how. */
    private @Nullable String create() throws IOException {
        HttpRequest.Builder request =
                request("POST", UPLOADS, RequestSignature.EMPTY_BODY)
                        .header("Upload-Length", Long.toString(this.length))
                        .header("Repr-Digest", FiletaoClient.digestHeader(this.upload.digest()))
                        .header("Upload-Metadata", metadata())
                        .POST(BodyPublishers.noBody());
        this.client.describe(request, this.upload);
        HttpResponse<InputStream> response = this.client.send(request);
        this.answered = true;
        if (response.statusCode() == 404 || response.statusCode() == 405) {
            return null;
        }
        if (response.statusCode() != 201) {
            throw this.client.problem(response);
        }
        stands(response);
        return response.headers()
                .firstValue("Location")
                .filter(location -> location.startsWith(UPLOADS + "/"))
                .orElseThrow(() -> notAnApi());
    }

    private String metadata() {
        String type = "filetype " + FiletaoClient.base64(this.upload.contentType());
        return this.upload.name() == null
                ? type
                : "filename " + FiletaoClient.base64(this.upload.name()) + "," + type;
    }

    private void sendPart(String path) throws IOException {
        long start = this.offset;
        long size = Math.min(this.segment, this.length - start);
        IdleWatch watch = this.client.watch();
        BodyPublisher part =
                BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> opened(start, size)), size);
        HttpRequest.Builder request =
                request("PATCH", path, digest(start, size))
                        .expectContinue(true)
                        .header("Content-Type", "application/offset+octet-stream")
                        .header(OFFSET, Long.toString(start))
                        .method(
                                "PATCH",
                                new WatchedBody(
                                        part,
                                        watch,
                                        (done, _) ->
                                                this.progress.moved(start + done, this.length)));
        HttpResponse<InputStream> response = this.client.send(request, watch);
        if (GONE.contains(response.statusCode())) {
            this.place.remember(null);
        }
        if (response.statusCode() != 204) {
            throw this.client.problem(response);
        }
        stands(response);
        if (this.offset <= start) {
            throw notAnApi();
        }
    }

    private StoredFile stored(String path) throws IOException {
        UploadDocument document =
                this.client.document(
                        this.client.send(request("GET", path, RequestSignature.EMPTY_BODY)),
                        UploadDocument.class);
        if (document.file() == null) {
            throw new FiletaoClientException(
                    "The node has all bytes and does not show the file; try again.");
        }
        return document.file();
    }

    private void stands(HttpResponse<InputStream> response) throws IOException {
        response.body().close();
        this.offset = response.headers().firstValueAsLong(OFFSET).orElse(0);
        this.segment =
                Math.clamp(
                        response.headers().firstValueAsLong(SEGMENT_SIZE).orElse(USUAL_SEGMENT),
                        1,
                        1 << 30);
        if (this.offset < 0 || this.offset > this.length) {
            throw notAnApi();
        }
    }

    private HttpRequest.Builder request(String method, String path, Hash body) {
        return this.client.request(method, path, body).header(VERSION, "1.0.0");
    }

    private FiletaoClientException notAnApi() {
        return new FiletaoClientException(
                "The answer of %s is not that of a FileTAO API; check the address."
                        .formatted(this.client.api()));
    }

    /** How long to wait before the next attempt, null when another would fail as well. */
    private @Nullable Duration pause(FiletaoClientException failed, int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 5));
        if (failed instanceof ApiProblemException problem) {
            boolean passing = PASSING.contains(problem.status()) || GONE.contains(problem.status());
            Duration asked = problem.retryAfter();
            pause = asked == null ? pause : asked;
            return passing && pause.compareTo(LONGEST_PAUSE) <= 0 ? pause : null;
        }
        // Where nobody ever answered nobody will.
        return this.answered && failed.getCause() != null ? pause : null;
    }

    private static void rest(Duration pause, FiletaoClientException failed)
            throws FiletaoClientException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    private Hash digest(long start, long size) throws IOException {
        MessageDigest digest = Hash.newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream part = region(start)) {
            long left = size;
            while (left > 0) {
                int count = part.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new FiletaoClientException(
                            "The file %s became shorter while it was sent; send it anew."
                                    .formatted(this.upload.bytes()));
                }
                digest.update(buffer, 0, count);
                left -= count;
            }
        }
        return Hash.of(digest.digest());
    }

    private InputStream opened(long start, long size) {
        try {
            return new Part(region(start), size);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private InputStream region(long start) throws IOException {
        FileInputStream file = new FileInputStream(this.upload.bytes().toFile());
        try {
            file.getChannel().position(start);
            return file;
        } catch (IOException unreadable) {
            file.close();
            throw unreadable;
        }
    }

    /** So many bytes of a file from where it stands. */
    private static final class Part extends InputStream {

        private final InputStream file;
        private long left;

        Part(InputStream file, long size) {
            this.file = file;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (this.left == 0) {
                return -1;
            }
            int count = this.file.read(target, offset, (int) Math.min(length, this.left));
            this.left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            this.file.close();
        }
    }

    /** The member of the node's answer that matters here. */
    private record UploadDocument(@Nullable StoredFile file) {}
}
