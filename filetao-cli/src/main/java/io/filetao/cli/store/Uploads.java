package io.filetao.cli.store;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.Connection;
import io.filetao.cli.filelist.LocalFile;
import io.filetao.cli.filelist.LocalFiles;
import io.filetao.cli.output.FileProblems;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.ProgressBar;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.ApiProblemException;
import io.filetao.common.client.FileNames;
import io.filetao.common.client.FileSpool.Entry;
import io.filetao.common.client.FileSpool.Request;
import io.filetao.common.client.FileSpool;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.Spooled.Source;
import io.filetao.common.client.Spooled;
import io.filetao.common.client.StoredFile;
import io.filetao.common.client.Upload;
import io.filetao.common.client.UploadPlace;
import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts, sends and remembers files, one after the other.
 *
 * <p>What is to be sent lies in the spool until a node has acknowledged it: run again after an interruption, the same command sends
 * the same bytes, of a large file only those that the network does not hold yet.
 */
final class Uploads implements AutoCloseable {

    static final String STANDARD_INPUT = "-";

    private static final int MAX_ATTEMPTS = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Refusals that the same bytes would meet again. */
    private static final Set<Integer> FINAL = Set.of(400, 413, 415);

    private final UploadOptions options;
    private final Connection connection;
    private final FileSpool spool;
    private final LocalFiles list;
    private final PrintWriter out;
    private final PrintWriter err;
    private @Nullable Path path;

    private Uploads(UploadOptions options, Connection connection, FileSpool spool) {
        this.options = options;
        this.connection = connection;
        this.spool = spool;
        this.list = options.transfer().files();
        this.out = options.spec().commandLine().getOut();
        this.err = options.spec().commandLine().getErr();
    }

    static Uploads open(UploadOptions options) throws Exception {
        options.encrypts();
        options.ttl();
        options.resumableBytes();
        Path directory = options.transfer().spool();
        FileSpool spool;
        try {
            spool = new FileSpool(directory);
        } catch (IOException refused) {
            throw FileProblems.writing(directory, refused);
        }
        return new Uploads(options, options.transfer().connect(), spool);
    }

    /** Stores one of many files, whose identifiers are to be told apart. */
    void storeOfMany(Path file) throws Exception {
        this.path = file;
        store(file.toString());
        this.path = null;
    }

    /** Stores a file, or standard input for {@code -}. */
    void store(String file) throws Exception {
        this.options.transfer().checkStake(this.connection.client());
        if (file.equals(STANDARD_INPUT)) {
            try (Entry entry = spooled(System.in, request(null))) {
                send(entry);
            }
            return;
        }
        Path path = Path.of(file);
        Request request = request(path);
        Optional<Entry> unfinished = this.spool.resume(request);
        try (Entry entry = unfinished.isPresent() ? unfinished.get() : spooled(path, request)) {
            send(entry);
        }
    }

    /** Sends everything that earlier commands could not. */
    void resume() throws Exception {
        String account = this.connection.wallet().coldkeyAddress().value();
        for (Entry entry : this.spool.unfinished()) {
            try (entry) {
                if (entry.spooled().account().equals(account)) {
                    send(entry);
                }
            }
        }
    }

    private Request request(@Nullable Path path) throws Exception {
        String account = this.connection.wallet().coldkeyAddress().value();
        if (path == null) {
            return new Request(null, null, "application/octet-stream", account, this.options.ttl());
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new CommandException(path + " is a directory; store all its files with -r.");
            }
            String type = Files.probeContentType(path);
            return new Request(
                    new Source(
                            path.toAbsolutePath().toString(),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()),
                    Objects.requireNonNull(path.toAbsolutePath().getFileName()).toString(),
                    type == null ? "application/octet-stream" : type,
                    account,
                    this.options.ttl());
        } catch (IOException unreadable) {
            throw FileProblems.reading(path, unreadable);
        }
    }

    private Entry spooled(Path path, Request request) throws Exception {
        try (InputStream plain = Files.newInputStream(path)) {
            return spooled(plain, request);
        } catch (IOException unreadable) {
            throw FileProblems.reading(path, unreadable);
        }
    }

    private Entry spooled(InputStream plain, Request request) throws IOException {
        if (!this.options.encrypts()) {
            return this.spool.copy(plain, request, (done, total) -> {});
        }
        byte[] secret = this.connection.coldkeySecret();
        Source source = request.source();
        long size = source == null ? -1 : source.size();
        try (ProgressBar bar =
                ProgressBar.on(this.err, "encrypting", this.options.transfer().quiet())) {
            return this.spool.encrypt(
                    plain, request, secret, (done, total) -> bar.moved(done, size));
        }
    }

    private void send(Entry entry) throws Exception {
        Spooled spooled = entry.spooled();
        String label = spooled.name() == null ? "standard input" : spooled.name();
        StoredFile stored;
        try (ProgressBar bar =
                ProgressBar.on(
                        this.err, FileNames.printable(label), this.options.transfer().quiet())) {
            stored = sendPersistently(entry, bar);
        } catch (ApiProblemException refused) {
            if (FINAL.contains(refused.status())) {
                entry.remove();
            }
            throw refused;
        } catch (FiletaoClientException broken) {
            throw new CommandException(
                    "%s The encrypted bytes are kept; 'filetao put --resume' sends them."
                            .formatted(broken.getMessage()),
                    broken);
        }
        String cid = Cid.ofDigest(Hash.ofHex(spooled.digest())).toString();
        if (!stored.cid().equals(cid)) {
            throw new CommandException(
                    "The node acknowledged other bytes (%s) than were sent (%s); do not trust it."
                            .formatted(FileNames.printable(stored.cid()), cid));
        }
        String root = spooled.contentRoot();
        if (root != null && !root.equals(stored.contentRoot())) {
            throw new CommandException(
                    "The node acknowledged another content root (%s) than that of the bytes (%s); do not trust it."
                            .formatted(
                                    FileNames.printable(String.valueOf(stored.contentRoot())),
                                    root));
        }
        this.list.add(this.connection.wallet().name(), localFile(spooled, stored));
        entry.remove();
        print(spooled, stored);
    }

    private StoredFile sendPersistently(Entry entry, ProgressBar bar)
            throws FiletaoClientException {
        for (int attempt = 1; ; attempt++) {
            try {
                return send(entry.upload(), entry.place(), bar);
            } catch (FiletaoClientException failed) {
                Duration pause = Duration.ofSeconds(1L << (attempt - 1));
                if (failed instanceof ApiProblemException problem) {
                    Duration asked = problem.retryAfter();
                    pause = asked == null ? pause : asked;
                    if (!problem.isTemporary()) {
                        throw failed;
                    }
                }
                boolean nobodyThere = failed.getCause() instanceof ConnectException;
                if (attempt == MAX_ATTEMPTS
                        || nobodyThere
                        || pause.compareTo(LONGEST_PAUSE) > 0
                        || !pausedFor(pause)) {
                    throw failed;
                }
            }
        }
    }

    /** Large files go segment by segment, which looks after interruptions itself. */
    private StoredFile send(Upload upload, UploadPlace place, ProgressBar bar)
            throws FiletaoClientException {
        FiletaoClient client = this.connection.client();
        boolean large = upload.bytes().toFile().length() >= this.options.resumableBytes();
        return large ? client.storeResumably(upload, place, bar) : client.store(upload, bar);
    }

    private static boolean pausedFor(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static LocalFile localFile(Spooled spooled, StoredFile stored) {
        return new LocalFile(
                spooled.name(),
                stored.cid(),
                spooled.size(),
                spooled.payload() != null,
                stored.contentRoot(),
                Instant.now(),
                stored.expiresAt(),
                stored.hotkeys());
    }

    private void print(Spooled spooled, StoredFile stored) {
        if (!this.options.transfer().json()) {
            this.out.println(
                    this.path == null
                            ? stored.cid()
                            : stored.cid() + "  " + FileNames.printable(this.path.toString()));
            this.out.flush();
            return;
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("cid", stored.cid());
        result.put("name", spooled.name());
        if (this.path != null) {
            result.put("path", this.path.toString());
        }
        result.put("size", spooled.size());
        result.put("storedSize", stored.size());
        result.put("segments", stored.segments());
        result.put("encrypted", spooled.payload() != null);
        result.put("contentRoot", stored.contentRoot());
        result.put("expiresAt", stored.expiresAt().toString());
        result.put("hotkeys", List.copyOf(stored.hotkeys()));
        Json.print(this.out, result);
    }

    @Override
    public void close() {
        this.connection.close();
    }
}
