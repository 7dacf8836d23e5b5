package io.filetao.common.client;

import io.filetao.common.cid.Cid;
import io.filetao.common.client.Spooled.Source;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what is to be sent until it is acknowledged, so that an interrupted upload continues with the same bytes and the same
 * identifier although encryption never gives the same bytes twice.
 *
 * <p>An entry is {@code <id>.bytes} and, once those are complete, {@code <id>.json} with a {@link Spooled}. Nothing in them can be
 * read without the coldkey. A process locks {@code <id>.lock} while it works on an entry (not the bytes: a lock is lost when any
 * handle on its file closes); what a killed process left unfinished is removed.
 */
public final class FileSpool {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Path directory;

    /** The spool in a directory, which is made (for its owner only) when it is not there. */
    public FileSpool(Path directory) throws IOException {
        this.directory = directory(directory);
    }

    /** A spool's directory, which is made, for its owner only, when it is not there. */
    public static Path directory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Files.createDirectories(absolute);
        if (Files.getFileStore(absolute).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
        }
        return absolute;
    }

    /** What is known about bytes before they are read; the last two as in {@link Upload}. */
    public record Request(
            @Nullable Source source,
            @Nullable String name,
            String contentType,
            String account,
            @Nullable Duration ttl) {}

    /** The upload of the same source that an earlier run did not finish, locked for this one. */
    public Optional<Entry> resume(Request request) throws IOException {
        for (Path description : descriptions()) {
            Optional<Entry> entry = open(description);
            if (entry.isPresent()) {
                Spooled spooled = entry.get().spooled();
                if (request.source() != null
                        && request.source().equals(spooled.source())
                        && request.account().equals(spooled.account())) {
                    return entry;
                }
                entry.get().close();
            }
        }
        return Optional.empty();
    }

    /** Everything that an earlier run did not finish and no other process works on, locked for this one. */
    public List<Entry> unfinished() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path description : descriptions()) {
            open(description).ifPresent(entries::add);
        }
        return entries;
    }

    /** Encrypts a stream to its end under a fresh key, which is sealed for the coldkey with the given secret. */
    public Entry encrypt(
            InputStream plain, Request request, byte[] coldkeySecret, Progress progress)
            throws IOException {
        byte[] key = FileCipher.newKey();
        return spool(
                plain,
                request,
                progress,
                new FileCipher(key)::encrypting,
                (size, cid) ->
                        new FilePayload(key, size, request.name(), request.contentType())
                                .seal(coldkeySecret, cid));
    }

    /** Keeps a stream as it is. */
    public Entry copy(InputStream plain, Request request, Progress progress) throws IOException {
        return spool(plain, request, progress, out -> out, (size, cid) -> null);
    }

    private Entry spool(
            InputStream plain,
            Request request,
            Progress progress,
            Layer layer,
            PayloadMaker payloadMaker)
            throws IOException {
        removeAbandoned();
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path bytes = this.directory.resolve(id + ".bytes");
        FileLock lock = tryLock(bytes);
        if (lock == null) {
            throw new IOException("The spool " + this.directory + " is in use; try again.");
        }
        Thread removal = new Thread(() -> discard(bytes, lock), "remove-unfinished-upload");
        Runtime.getRuntime().addShutdownHook(removal);
        try {
            MessageDigest digest = Hash.newSha256();
            ContentTree tree = new ContentTree();
            long size;
            try (FileOutputStream file = new FileOutputStream(bytes.toFile())) {
                try (OutputStream out =
                        layer.over(new DigestOutputStream(new Unclosed(file, tree), digest))) {
                    size = copy(plain, out, progress);
                }
                file.getFD().sync();
            }
            Hash hash = Hash.of(digest.digest());
            Spooled spooled =
                    new Spooled(
                            bytes,
                            hash.hex(),
                            request.account(),
                            request.source(),
                            request.name(),
                            size,
                            payloadMaker.payload(size, Cid.ofDigest(hash)),
                            request.contentType(),
                            request.ttl(),
                            tree.root().hex());
            Path description = sibling(bytes, ".json");
            Path temporary = sibling(bytes, ".new");
            Files.write(temporary, JSON.writeValueAsBytes(spooled));
            Files.move(temporary, description, StandardCopyOption.ATOMIC_MOVE);
            return new Entry(spooled, description, lock);
        } catch (IOException | RuntimeException failed) {
            discard(bytes, lock);
            throw failed;
        } finally {
            forget(removal);
        }
    }

    private static void discard(Path bytes, FileLock lock) {
        try {
            Files.deleteIfExists(bytes);
            unlock(bytes, lock);
        } catch (IOException inaccessible) {
            // The next upload removes it, see removeAbandoned.
        }
    }

    private static void forget(Thread removal) {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException stopping) {
            // The hook is running; what it removes was complete a moment ago and is sent anew.
        }
    }

    private static long copy(InputStream plain, OutputStream out, Progress progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = 0;
        for (int read; (read = plain.read(buffer)) >= 0; ) {
            out.write(buffer, 0, read);
            done += read;
            progress.moved(done, -1);
        }
        return done;
    }

    private List<Path> descriptions() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, "*.json")) {
            files.forEach(found::add);
        }
        return found;
    }

    private Optional<Entry> open(Path description) throws IOException {
        Spooled spooled;
        try {
            spooled = JSON.readValue(Files.readAllBytes(description), Spooled.class);
        } catch (JacksonException | NoSuchFileException unusable) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(spooled.bytes())) {
            Files.deleteIfExists(description);
            return Optional.empty();
        }
        FileLock lock = tryLock(spooled.bytes());
        return lock == null ? Optional.empty() : Optional.of(new Entry(spooled, description, lock));
    }

    private void removeAbandoned() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, "*.bytes")) {
            for (Path bytes : files) {
                if (!Files.exists(sibling(bytes, ".json"))) {
                    FileLock lock = tryLock(bytes);
                    if (lock != null) {
                        Files.deleteIfExists(bytes);
                        unlock(bytes, lock);
                    }
                }
            }
        }
    }

    private static @Nullable FileLock tryLock(Path bytes) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        sibling(bytes, ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            // Another thread of this process works on it.
        }
        if (lock == null) {
            channel.close();
        }
        return lock;
    }

    private static void unlock(Path bytes, FileLock lock) throws IOException {
        Files.deleteIfExists(sibling(bytes, ".lock"));
        lock.acquiredBy().close();
    }

    private static Path sibling(Path bytes, String suffix) {
        return bytes.resolveSibling(bytes.getFileName().toString().replace(".bytes", suffix));
    }

    /** An entry that this process alone works on until it is closed. */
    public static final class Entry implements AutoCloseable {

        private final Spooled spooled;
        private final Path description;
        private final FileLock lock;

        private Entry(Spooled spooled, Path description, FileLock lock) {
            this.spooled = spooled;
            this.description = description;
            this.lock = lock;
        }

        /** What is to be sent. */
        public Spooled spooled() {
            return this.spooled;
        }

        /** What to hand to {@link FiletaoClient#store}: the name is told to the node only when the file is not encrypted. */
        public Upload upload() {
            boolean encrypted = this.spooled.payload() != null;
            return new Upload(
                    this.spooled.bytes(),
                    Hash.ofHex(this.spooled.digest()),
                    this.spooled.payload(),
                    encrypted ? null : this.spooled.name(),
                    encrypted ? "application/octet-stream" : this.spooled.contentType(),
                    this.spooled.ttl());
        }

        /** Remembers the upload beside the bytes, so that a later run goes on with it. */
        public UploadPlace place() {
            return new SpooledPlace(sibling(this.spooled.bytes(), ".upload"));
        }

        /** Removes the entry, once a node has acknowledged it or its owner gives it up. */
        public void remove() throws IOException {
            Files.deleteIfExists(this.description);
            Files.deleteIfExists(sibling(this.spooled.bytes(), ".upload"));
            Files.deleteIfExists(this.spooled.bytes());
        }

        /** Lets other processes work on the entry, if it is still there. */
        @Override
        public void close() throws IOException {
            unlock(this.spooled.bytes(), this.lock);
        }
    }

    /** A file of one line. */
    private record SpooledPlace(Path file) implements UploadPlace {

        private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/_.-]{1,200}");

        @Override
        public @Nullable String path() throws IOException {
            try {
                String path = Files.readString(this.file).strip();
                return PATH.matcher(path).matches() ? path : null;
            } catch (NoSuchFileException none) {
                return null;
            }
        }

        @Override
        public void remember(@Nullable String path) throws IOException {
            if (path == null) {
                Files.deleteIfExists(this.file);
                return;
            }
            Path temporary = this.file.resolveSibling(this.file.getFileName() + ".new");
            Files.writeString(temporary, path);
            Files.move(temporary, this.file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** What happens to bytes on their way to the disk. */
    @FunctionalInterface
    private interface Layer {

        OutputStream over(OutputStream out) throws IOException;
    }

    /** Makes the payload once size and identifier are known. */
    @FunctionalInterface
    private interface PayloadMaker {

        @Nullable String payload(long size, Cid cid);
    }

    /** Computes the content root of what passes, and keeps the file open past the cipher's close, so that it can be synced. */
    private static final class Unclosed extends FilterOutputStream {

        private final ContentTree tree;

        Unclosed(OutputStream out, ContentTree tree) {
            super(out);
            this.tree = tree;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            this.tree.update(bytes, offset, length);
            this.out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
