package io.filetao.miner.shard.disk;

import io.filetao.common.proof.DamagedShardException;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ShardScrub;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings a miner's shards into another directory: copies, reads back and compares, and only then declares the new directory the
 * one that counts. The old one keeps every byte.
 *
 * <p>An interrupted migration goes on when it is run again: what stands in the new directory and equals the old is not
 * written twice, what the miner has dropped meanwhile is removed. At no time do both directories count.
 */
public final class DirectoryMigration {

    private static final String MARK = "MIGRATING";
    private static final List<String> PARTS = List.of("shards", "manifests");
    private static final String SHARD = ".shard";
    private static final int BUFFER_BYTES = 1 << 20;

    /** Bytes that the new file system must have left when everything is copied. */
    private static final long SPARE_BYTES = 64L << 20;

    private final Path from;
    private final Path to;
    private final Progress progress;
    private final AtomicLong shards = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong present = new AtomicLong();
    private final List<Path> damaged = Collections.synchronizedList(new ArrayList<>());
    private final List<Path> unreadable = Collections.synchronizedList(new ArrayList<>());
    private long total;

    private DirectoryMigration(Path from, Path to, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /**
     * What a migration did.
     *
     * @param shards in the new directory
     * @param bytes of all files in it
     * @param present bytes that stood there already
     * @param damaged shards that were copied as they are, but are not what the miner once received
     * @param unreadable files that the old disk would not give; when there are any, the old directory still counts
     * @param switched whether the new directory is the one that counts
     * @param before whether it was so already, and nothing was done
     */
    public record Report(
            long shards,
            long bytes,
            long present,
            List<Path> damaged,
            List<Path> unreadable,
            boolean switched,
            boolean before) {}

    /**
     * What a migration would do.
     *
     * @param shards that the old directory holds
     * @param bytes of all its files
     * @param present bytes of them that an interrupted migration has brought already
     * @param before whether everything is in the new directory already, and nothing would be done
     */
    public record Plan(long shards, long bytes, long present, boolean before) {}

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Progress {

        /** Bytes that are in place, of all; called by several threads. */
        void moved(long done, long total);
    }

    /**
     * Migrates.
     *
     * @param from a miner's directory on which no miner runs
     * @param to made when it is not there; empty, or left by an interrupted migration of the same directory
     * @param leaveUnreadable whether to switch even though some files cannot be read any more
     * @throws IOException with a sentence that says what to do
     */
    @SuppressWarnings("try") // The locks are held, not used.
    public static Report run(Path from, Path to, boolean leaveUnreadable, Progress progress)
            throws IOException {
        Path source = source(from);
        DirectoryFormat format = format(source);
        requireApart(source, resolved(to));
        Files.createDirectories(to);
        Path target = to.toRealPath();
        try (DirectoryLock sourceLock = DirectoryLock.take(source);
                DirectoryLock targetLock = DirectoryLock.take(target)) {
            return new DirectoryMigration(source, target, progress).run(format, leaveUnreadable);
        }
    }

    /**
     * Looks at what {@link #run} would do and at what stands in its way, and changes nothing. The miner may run meanwhile.
     *
     * @throws IOException with the sentence that {@link #run} would end with
     */
    public static Plan plan(Path from, Path to) throws IOException {
        Path source = source(from);
        DirectoryFormat format = format(source);
        Path target = resolved(to);
        requireApart(source, target);
        return new DirectoryMigration(source, target, (done, total) -> {}).plan(format);
    }

    private static Path source(Path from) throws IOException {
        if (!Files.isDirectory(from)) {
            throw new IOException("There is no directory " + from + "; check the path");
        }
        return from.toRealPath();
    }

    private static DirectoryFormat format(Path source) throws IOException {
        return DirectoryFormat.read(source)
                .orElseThrow(() ->
                        new IOException(
                                source
                                        + " is no directory of a miner: there is no file FORMAT in"
                                        + " it"));
    }

    private static void requireApart(Path source, Path target) throws IOException {
        if (target.startsWith(source) || source.startsWith(target)) {
            throw new IOException(
                    "One of %s and %s lies in the other; choose a directory of its own"
                            .formatted(source, target));
        }
    }

    /** The directory behind links, whether or not it is there yet. */
    private static Path resolved(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Path existing = existing(absolute);
        return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
    }

    /** The path itself, or what is there of it. */
    private static Path existing(Path absolute) {
        Path existing = absolute;
        while (!Files.exists(existing)) {
            existing = Durable.parent(existing);
        }
        return existing;
    }

    private Plan plan(DirectoryFormat format) throws IOException {
        Optional<DirectoryFormat> there = DirectoryFormat.read(this.to);
        if (there.isPresent()) {
            requireMoved(format, there.get());
            return new Plan(0, 0, 0, true);
        }
        requireNotMovedElsewhere();
        if (Files.isDirectory(this.to)) {
            requireOwn(format);
        } else if (Files.exists(this.to)) {
            throw new IOException(this.to + " is a file; choose a directory");
        }
        if (!Files.isWritable(existing(this.to))) {
            throw new IOException(
                    "You may not write to %s; run this as the miner's user, or let that user own it"
                            .formatted(existing(this.to)));
        }
        long held = measure();
        long present = kept();
        requireSpace(present);
        return new Plan(held, this.total, present, false);
    }

    /** Bytes that an earlier run brought and that this one would find equal by name and length; it compares contents too. */
    private long kept() throws IOException {
        AtomicLong bytes = new AtomicLong();
        forEachFile(
                this.to,
                (file, size) -> {
                    Path original = this.from.resolve(this.to.relativize(file));
                    if (Files.exists(original) && Files.size(original) == size) {
                        bytes.addAndGet(size);
                    }
                });
        return bytes.get();
    }

    private Report run(DirectoryFormat format, boolean leaveUnreadable) throws IOException {
        Optional<DirectoryFormat> there = DirectoryFormat.read(this.to);
        if (there.isPresent()) {
            requireMoved(format, there.get());
            return new Report(0, 0, 0, List.of(), List.of(), true, true);
        }
        requireNotMovedElsewhere();
        mark(format);
        removeLeftovers();
        measure();
        requireSpace(bytesIn(this.to));
        copy();
        syncDirectories();
        boolean complete = this.unreadable.isEmpty() || leaveUnreadable;
        if (complete) {
            // From here on the old directory does not count any more, and after the next step the
            // new one does.
            DirectoryFormat.markMoved(this.from, this.to);
            format.write(this.to);
            Files.delete(this.to.resolve(MARK));
        }
        return new Report(
                this.shards.get(),
                this.done.get(),
                this.present.get(),
                List.copyOf(this.damaged),
                List.copyOf(this.unreadable),
                complete,
                false);
    }

    private void requireMoved(DirectoryFormat format, DirectoryFormat there) throws IOException {
        boolean sameShards = there.equals(format) && DirectoryFormat.movedTo(this.from).isPresent();
        if (!sameShards) {
            throw new IOException(
                    this.to + " is a miner's directory already; choose one that is empty");
        }
    }

    private void requireNotMovedElsewhere() throws IOException {
        Optional<Path> moved = DirectoryFormat.movedTo(this.from);
        if (moved.isPresent() && !moved.get().equals(this.to)) {
            throw new IOException(
                    "The shards of %s were moved to %s already".formatted(this.from, moved.get()));
        }
    }

    /** Takes the new directory for this migration, or finds it taken by an earlier run of it. */
    private void mark(DirectoryFormat format) throws IOException {
        if (!requireOwn(format)) {
            Durable.write(
                    this.to.resolve(MARK + ".new"),
                    this.to.resolve(MARK),
                    (format.id() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Whether an earlier run of this migration took the new directory; nobody else may have. */
    private boolean requireOwn(DirectoryFormat format) throws IOException {
        Path mark = this.to.resolve(MARK);
        if (Files.exists(mark)) {
            if (!Files.readString(mark).strip().equals(format.id())) {
                throw new IOException(
                        this.to
                                + " holds an unfinished migration of another directory; choose one"
                                + " that is empty");
            }
            return true;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(this.to)) {
            for (Path file : files) {
                if (!file.endsWith("lock")) {
                    throw new IOException(this.to + " is not empty; choose a directory that is");
                }
            }
        }
        return false;
    }

    /** Removes what an earlier run copied and the miner has dropped since. */
    private void removeLeftovers() throws IOException {
        forEachFile(
                this.to,
                (file, size) -> {
                    if (!Files.exists(this.from.resolve(this.to.relativize(file)))) {
                        Files.delete(file);
                    }
                });
    }

    /** Adds up what is to be there in the end; the number of shards in it. */
    private long measure() throws IOException {
        AtomicLong bytes = new AtomicLong();
        AtomicLong count = new AtomicLong();
        forEachFile(
                this.from,
                (file, size) -> {
                    bytes.addAndGet(size);
                    if (file.toString().endsWith(SHARD)) {
                        count.incrementAndGet();
                    }
                });
        this.total = bytes.get();
        return count.get();
    }

    private static long bytesIn(Path root) throws IOException {
        AtomicLong bytes = new AtomicLong();
        forEachFile(root, (file, size) -> bytes.addAndGet(size));
        return bytes.get();
    }

    private void requireSpace(long there) throws IOException {
        long needed = this.total - there + SPARE_BYTES;
        long usable = Files.getFileStore(existing(this.to)).getUsableSpace();
        if (usable < needed) {
            throw new IOException(
                    "%s has %,d bytes free, and %,d are needed; make room or choose another disk"
                            .formatted(this.to, usable, needed));
        }
    }

    private void copy() throws IOException {
        try (Copiers copiers = new Copiers()) {
            forEachFile(this.from, (file, size) -> copiers.submit(() -> bring(file, size)));
            copiers.await();
        }
    }

    private void bring(Path file, long size) throws IOException {
        Path target = this.to.resolve(this.from.relativize(file));
        try {
            if (isSame(file, target)) {
                this.present.addAndGet(size);
            } else {
                Files.createDirectories(Durable.parent(target));
                copy(file, target);
                verify(file, target);
            }
        } catch (UnreadableSource failure) {
            Files.deleteIfExists(target);
            this.unreadable.add(file);
            return;
        }
        if (file.toString().endsWith(SHARD)) {
            this.shards.incrementAndGet();
        }
        this.progress.moved(this.done.addAndGet(size), this.total);
    }

    private static boolean isSame(Path file, Path target) throws UnreadableSource {
        try {
            return Files.exists(target) && Files.mismatch(file, target) < 0;
        } catch (IOException failure) {
            throw new UnreadableSource(failure);
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel in = open(file);
                FileChannel out =
                        FileChannel.open(
                                target,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE)) {
            long position = 0;
            while (read(in, buffer.clear()) >= 0) {
                buffer.flip();
                int length = buffer.remaining();
                Durable.writeFully(out, buffer, position);
                position += length;
            }
            out.force(true);
        }
    }

    /** Reads the copy back. A shard must be what its own record says; whatever else there is, what the original says. */
    private void verify(Path file, Path target) throws IOException {
        if (file.toString().endsWith(SHARD) && isWhole(target)) {
            return;
        }
        if (!isSame(file, target)) {
            throw new IOException(
                    target
                            + " does not read back as it was written; the new disk cannot be"
                            + " trusted");
        }
        if (file.toString().endsWith(SHARD)) {
            this.damaged.add(file);
        }
    }

    private static boolean isWhole(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                ShardFile shard = new ShardFile(channel)) {
            ShardScrub.run(shard.meta(), shard, length -> {});
            return true;
        } catch (DamagedShardException
                | UnreadableShardException
                | MalformedMessageException damage) {
            return false;
        }
    }

    private void syncDirectories() throws IOException {
        Files.walkFileTree(
                this.to,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Durable.sync(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void forEachFile(Path root, FileAction action) throws IOException {
        for (String part : PARTS) {
            Path start = root.resolve(part);
            if (!Files.isDirectory(start)) {
                continue;
            }
            Files.walkFileTree(
                    start,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            if (attributes.isRegularFile()) {
                                action.accept(file, attributes.size());
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        /** A plan is made while the miner runs and drops shards. */
                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure)
                                throws IOException {
                            if (failure instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw failure;
                        }
                    });
        }
    }

    private static FileChannel open(Path file) throws UnreadableSource {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException failure) {
            throw new UnreadableSource(failure);
        }
    }

    private static int read(FileChannel in, ByteBuffer buffer) throws UnreadableSource {
        try {
            return in.read(buffer);
        } catch (IOException failure) {
            throw new UnreadableSource(failure);
        }
    }

    /** Sees one file after the other. */
    @FunctionalInterface
    private interface FileAction {

        void accept(Path file, long size) throws IOException;
    }

    /** The old disk does not give a file; the others are copied all the same. */
    private static final class UnreadableSource extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableSource(IOException cause) {
            super(cause);
        }
    }
}
