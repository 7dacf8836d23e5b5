package io.filetao.common.chain.local;

import io.filetao.common.chain.ChainException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of lines, each on disk before {@link #append} returns.
 *
 * <p>A line is {@code <CRC-32C as 8 hex digits> <text>}. What a crash left of a last line is cut off when the file is opened;
 * damage anywhere else is an error.
 */
final class ChainLog implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;
    private final List<String> lines;

    private ChainLog(FileChannel channel, FileLock lock, List<String> lines) {
        this.channel = channel;
        this.lock = lock;
        this.lines = lines;
    }

    static ChainLog open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            return new ChainLog(channel, lock(channel, file), recover(channel, file));
        } catch (IOException failure) {
            throw new ChainException(
                    "The chain's log " + file + " cannot be opened: " + failure.getMessage(),
                    failure);
        }
    }

    /** What the file held when it was opened. */
    List<String> lines() {
        return this.lines;
    }

    void append(String text) {
        ByteBuffer line = ByteBuffer.wrap(line(text).getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                this.channel.write(line);
            }
            this.channel.force(false);
        } catch (IOException failure) {
            throw new ChainException(
                    "The chain's log cannot be written: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        try (this.channel) {
            this.lock.release();
        } catch (IOException failure) {
            throw new ChainException(
                    "The chain's log cannot be closed: " + failure.getMessage(), failure);
        }
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException held) {
            // Held by this JVM; told as one case with another process holding it.
        }
        if (lock == null) {
            channel.close();
            throw new ChainException(
                    "Another chain is running on "
                            + file.getParent()
                            + "; stop it or choose another directory.");
        }
        return lock;
    }

    private static List<String> recover(FileChannel channel, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] != '\n') {
                continue;
            }
            String text = text(new String(content, start, i - start, StandardCharsets.UTF_8));
            if (text == null) {
                throw new ChainException(
                        "The chain's log "
                                + file
                                + " is damaged at line "
                                + (lines.size() + 1)
                                + "; restore it or start with an empty directory.");
            }
            lines.add(text);
            start = i + 1;
        }
        channel.truncate(start).position(start);
        return lines;
    }

    private static @Nullable String text(String line) {
        String text = line.length() > 9 ? line.substring(9) : "";
        return line.equals(line(text).stripTrailing()) ? text : null;
    }

    private static String line(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x %s%n", checksum.getValue(), text).replace("\r", "");
    }
}
