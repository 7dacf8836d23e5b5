package io.filetao.miner.shard.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** File operations that are on the disk for good when they return. */
final class Durable {

    private Durable() {}

    /** Creates a directory whose parent exists, unless it is there. */
    static void createDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(directory)) {
                throw another;
            }
        }
        sync(parent(directory));
    }

    /** Creates the two directories above a file unless they are there; what is above them exists. */
    static void createParents(Path file) throws IOException {
        Path inner = parent(file);
        createDirectory(parent(inner));
        createDirectory(inner);
    }

    /** Gives a synced file its final name. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(to));
    }

    /** Puts a file in place whole, or leaves the one that was there. */
    static void write(Path temporary, Path target, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(content), 0);
            channel.force(true);
        }
        move(temporary, target);
    }

    static void writeFully(FileChannel channel, ByteBuffer source, long position)
            throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    /** Waits until the names in a directory are on the disk. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("A path with a parent is expected, not " + path);
        }
        return parent;
    }
}
