package io.filetao.miner.shard.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps everybody else off a miner's directory until it is closed, or the process ends. */
final class DirectoryLock implements Closeable {

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock of an existing directory.
     *
     * @throws DirectoryRefusedException when somebody else has it
     */
    @SuppressWarnings("resource") // The lock is held until its channel is closed.
    static DirectoryLock take(Path root) throws IOException {
        FileChannel file =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            // Taken in this very process, which is as bad.
        } finally {
            if (lock == null) {
                file.close();
            }
        }
        if (lock == null) {
            throw new DirectoryRefusedException(
                    "Another miner runs on " + root,
                    "stop it or give this one a directory of its own (filetao.miner.directory)");
        }
        return new DirectoryLock(file);
    }

    @Override
    public void close() throws IOException {
        this.file.close();
    }
}
