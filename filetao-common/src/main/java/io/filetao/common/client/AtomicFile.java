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

/**
 * A file that appears whole under its name or not at all.
 *
 * <p>The bytes go into a temporary file beside it, which is removed when they are not committed, also when the program is
 * stopped by Ctrl-C.
 */
public final class AtomicFile implements AutoCloseable {

    private final Path target;
    private final Path temporary;
    private final boolean replace;
    private final FileChannel channel;
    private final OutputStream stream;
    private final Thread removal;

    private AtomicFile(Path target, Path temporary, boolean replace) throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.replace = replace;
        this.removal = new Thread(this::removeTemporary, "remove-unfinished-file");
        this.channel =
                FileChannel.open(
                        temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.stream = Channels.newOutputStream(this.channel);
        Runtime.getRuntime().addShutdownHook(this.removal);
    }

    /**
     * Starts a file.
     *
     * @param replace whether a file of that name is replaced; if not, the commit refuses with {@link FileAlreadyExistsException}
     */
    public static AtomicFile create(Path target, boolean replace) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (!replace && Files.exists(absolute)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return new AtomicFile(
                absolute, absolute.resolveSibling(".filetao-" + suffix + ".part"), replace);
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

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        this.channel.close();
        removeTemporary();
        try {
            Runtime.getRuntime().removeShutdownHook(this.removal);
        } catch (IllegalStateException stopping) {
            // The hook is running already and removes the same file.
        }
    }

    private void removeTemporary() {
        try {
            Files.deleteIfExists(this.temporary);
        } catch (IOException inaccessible) {
            // The program ends anyway; the name says where the file came from.
        }
    }
}
