package io.filetao.common.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole under its name or not at all.
 *
 * <p>The bytes go into a temporary file beside it, which is removed when they are not committed, also when the program is
 * stopped by Ctrl-C. A file that is {@link #resume resumed} keeps them elsewhere instead, for the next attempt.
 */
public final class AtomicFile implements AutoCloseable {

    private final Path target;
    private final Path temporary;
    private final boolean replace;
    private final FileChannel channel;
    private final OutputStream stream;
    private final Thread removal;
    private volatile @Nullable Path kept;

    private AtomicFile(Path target, Path temporary, boolean replace, @Nullable Path kept)
            throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.replace = replace;
        this.kept = kept;
        this.removal = new Thread(this::putAway, "remove-unfinished-file");
        this.channel =
                FileChannel.open(
                        temporary,
                        kept != null && moved(kept, temporary)
                                ? StandardOpenOption.APPEND
                                : StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        this.stream = Channels.newOutputStream(this.channel);
        Runtime.getRuntime().addShutdownHook(this.removal);
    }

    /**
     * Starts a file.
     *
     * @param replace whether a file of that name is replaced; if not, the commit refuses with {@link FileAlreadyExistsException}
     */
    public static AtomicFile create(Path target, boolean replace) throws IOException {
        return begin(target, replace, null);
    }

    /**
     * Takes a file up where an earlier attempt stopped; what it left begins at {@link #length()}. Without a commit the bytes are put
     * away again, if they lie on the same file system; otherwise they are removed and the next attempt starts anew.
     *
     * @param kept where the bytes of an unfinished attempt are; its directory exists and is its owner's only
     */
    public static AtomicFile resume(Path target, boolean replace, Path kept) throws IOException {
        return begin(target, replace, kept);
    }

    private static AtomicFile begin(Path target, boolean replace, @Nullable Path kept)
            throws IOException {
        Path absolute = target.toAbsolutePath();
        if (!replace && Files.exists(absolute)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return new AtomicFile(
                absolute, absolute.resolveSibling(".filetao-" + suffix + ".part"), replace, kept);
    }

    /** Bytes that are there already. */
    public long length() throws IOException {
        return this.channel.size();
    }

    /** Forgets the bytes that are there. */
    public void truncate() throws IOException {
        this.channel.truncate(0);
    }

    /** Leaves nothing for a later attempt. */
    public void discard() {
        this.kept = null;
    }

    /** Where the bytes go. */
    public OutputStream stream() {
        return this.stream;
    }

    /** Puts the file in place, with its bytes on the disk. */
    public void commit() throws IOException {
        this.stream.flush();
        this.channel.force(true);
        this.channel.close();
        if (!this.replace && Files.exists(this.target)) {
            throw new FileAlreadyExistsException(this.target.toString());
        }
        Files.move(
                this.temporary,
                this.target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what was not committed, or puts it away. */
    @Override
    public void close() throws IOException {
        this.channel.close();
        putAway();
        try {
            Runtime.getRuntime().removeShutdownHook(this.removal);
        } catch (IllegalStateException stopping) {
            // The hook is running already and removes the same file.
        }
    }

    /** In one step, so that of two attempts at once only one takes the bytes up. */
    private static boolean moved(Path from, Path to) {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException absentOrElsewhere) {
            return false;
        }
    }

    private void putAway() {
        Path place = this.kept;
        try {
            boolean worthwhile = Files.exists(this.temporary) && Files.size(this.temporary) > 0;
            if (place == null || !worthwhile || !moved(this.temporary, place)) {
                Files.deleteIfExists(this.temporary);
            }
        } catch (IOException inaccessible) {
            // The program ends anyway; the name says where the file came from.
        }
    }
}
