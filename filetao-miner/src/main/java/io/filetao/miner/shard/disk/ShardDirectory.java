package io.filetao.miner.shard.disk;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A miner's directory: shards under two levels of 256 directories each, what is being received, and copies of manifests.
 *
 * <pre>
 * FORMAT                            filetao-miner/1, the miner's hotkey, an id of this directory
 * MOVED                             where the shards have gone, when they are not here any more
 * lock                              held while a miner runs on the directory
 * scrub                             how far the pass over all shards has come
 * incoming/                         emptied at every start
 * shards/3f/a0/3fa0….shard          named by rid
 * shards/3f/a0/3fa0….proof          transcript of its newest passed challenge; can be lost without harm
 * manifests/5Grw…/9c/9c41….manifest named by validator and file id
 * </pre>
 *
 * Every path is made of parsed ids only, never of text from outside.
 */
public final class ShardDirectory implements Closeable {

    /** What a miner makes in its directory, empties or walks through. */
    static final List<String> PARTS = List.of("incoming", "shards", "manifests");

    private static final Logger LOG = LoggerFactory.getLogger(ShardDirectory.class);
    private static final String SUFFIX = ".shard";
    private static final String PROOF_SUFFIX = ".proof";
    private static final String SCRUB = "scrub";
    private static final HexFormat HEX = HexFormat.of();

    private final Path root;
    private final String id;
    private final DirectoryLock lock;
    private final FileStore store;
    private final Set<ShardId> receiving = ConcurrentHashMap.newKeySet();

    private ShardDirectory(Path root, String id, DirectoryLock lock) throws IOException {
        this.root = root;
        this.id = id;
        this.lock = lock;
        this.store = Files.getFileStore(root);
    }

    /**
     * Opens a directory, and makes it when it is not there.
     *
     * @throws IOException when it belongs to another miner, is in use, or cannot be written
     */
    public static ShardDirectory open(Path directory, Ss58Address miner) throws IOException {
        Files.createDirectories(directory);
        Path root = directory.toRealPath();
        DirectoryLock lock = DirectoryLock.take(root);
        try {
            String id = DirectoryFormat.require(root, miner).id();
            for (String part : PARTS) {
                Durable.createDirectory(root.resolve(part));
            }
            clear(root.resolve("incoming"));
            return new ShardDirectory(root, id, lock);
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    /**
     * Starts to receive a shard.
     *
     * @return empty when the shard is there already, or somebody else is sending it
     */
    public Optional<IncomingShard> receive(ShardId rid) throws IOException {
        if (!this.receiving.add(rid)) {
            return Optional.empty();
        }
        boolean started = false;
        try {
            Path target = path(rid);
            if (Files.exists(target)) {
                return Optional.empty();
            }
            IncomingShard shard =
                    new IncomingShard(
                            this.root.resolve("incoming").resolve(rid.hex() + SUFFIX),
                            target,
                            () -> this.receiving.remove(rid));
            started = true;
            return Optional.of(shard);
        } finally {
            if (!started) {
                this.receiving.remove(rid);
            }
        }
    }

    /**
     * Opens a stored shard; the caller closes it.
     *
     * @return empty when there is none
     * @throws UnreadableShardException when its file is damaged
     */
    public Optional<ShardFile> open(ShardId rid) throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(path(rid), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ShardFile(channel));
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Whether a shard is there, whole or not. */
    public boolean holds(ShardId rid) {
        return Files.exists(path(rid));
    }

    /** Removes a shard; answers whether it was there. */
    public boolean delete(ShardId rid) throws IOException {
        Files.deleteIfExists(transcript(rid));
        return Files.deleteIfExists(path(rid));
    }

    /** Keeps a shard's transcript, in place of an older one. It is not synced: the next challenge brings another. */
    public void writeTranscript(ShardId rid, byte[] transcript) throws IOException {
        Path temporary = this.root.resolve("incoming").resolve(rid.hex() + PROOF_SUFFIX);
        Files.write(temporary, transcript);
        Files.move(temporary, transcript(rid), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A shard's transcript, empty when none is kept. */
    public Optional<byte[]> readTranscript(ShardId rid) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(transcript(rid)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Keeps a file's manifest, in place of an older one. */
    public void writeManifest(Ss58Address validator, FileId file, byte[] manifest)
            throws IOException {
        Path target = manifest(validator, file);
        Durable.createParents(target);
        Path temporary =
                this.root
                        .resolve("incoming")
                        .resolve(file.hex() + "-" + Thread.currentThread().threadId());
        Durable.write(temporary, target, manifest);
    }

    /** A file's manifest, empty when none is kept. */
    public Optional<byte[]> readManifest(Ss58Address validator, FileId file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(manifest(validator, file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    public void deleteManifest(Ss58Address validator, FileId file) throws IOException {
        Files.deleteIfExists(manifest(validator, file));
    }

    /** Visits every shard on the disk, in no order; for rebuilding the index. */
    public void forEach(Visitor visitor) throws IOException {
        try (DirectoryStream<Path> first = Files.newDirectoryStream(this.root.resolve("shards"))) {
            for (Path outer : first) {
                try (DirectoryStream<Path> second = Files.newDirectoryStream(outer)) {
                    for (Path inner : second) {
                        visit(inner, visitor);
                    }
                }
            }
        }
    }

    /** The shards in one of the {@value ScrubPosition#LEAVES} leaf directories, in no order. */
    public List<ShardId> shardsIn(int leaf) throws IOException {
        Path directory =
                this.root
                        .resolve("shards")
                        .resolve(HEX.toHexDigits((byte) (leaf >> 8)))
                        .resolve(HEX.toHexDigits((byte) leaf));
        List<ShardId> rids = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            visit(directory, rids::add);
        }
        return rids;
    }

    /** How far the pass over all shards has come. */
    public ScrubPosition scrubPosition() throws IOException {
        Path file = this.root.resolve(SCRUB);
        try {
            return ScrubPosition.parse(Files.readString(file));
        } catch (NoSuchFileException never) {
            return ScrubPosition.NEVER;
        } catch (RuntimeException damaged) {
            LOG.warn("{} cannot be read; the pass over all shards begins anew", file);
            return ScrubPosition.NEVER;
        }
    }

    /** Keeps how far the pass over all shards has come. */
    public void keepScrubPosition(ScrubPosition position) throws IOException {
        Durable.write(
                this.root.resolve(SCRUB + ".new"),
                this.root.resolve(SCRUB),
                position.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** A name for this directory's content, made with it, that tells it from any other. */
    public String id() {
        return this.id;
    }

    /** Bytes that the file system would still take. */
    public long usableSpace() throws IOException {
        return this.store.getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        this.lock.close();
    }

    private void visit(Path leaf, Visitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(leaf, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                try {
                    visitor.visit(
                            ShardId.parse(name.substring(0, name.length() - SUFFIX.length())));
                } catch (IllegalArgumentException foreign) {
                    LOG.warn("Left alone a file that is no shard: {}", file);
                }
            }
        }
    }

    private Path path(ShardId rid) {
        return path(rid, SUFFIX);
    }

    private Path transcript(ShardId rid) {
        return path(rid, PROOF_SUFFIX);
    }

    private Path path(ShardId rid, String suffix) {
        String hex = rid.hex();
        return this.root
                .resolve("shards")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex + suffix);
    }

    private Path manifest(Ss58Address validator, FileId file) {
        String hex = file.hex();
        return this.root
                .resolve("manifests")
                .resolve(validator.value())
                .resolve(hex.substring(0, 2))
                .resolve(hex + ".manifest");
    }

    private static void clear(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Sees one shard's name after the other. */
    @FunctionalInterface
    public interface Visitor {

        void visit(ShardId rid) throws IOException;
    }
}
