package io.filetao.common.wallet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files and directories that only their owner may read. */
final class PrivateFiles {

    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /**
     * Writes a new file with mode 0600: complete and synced under a temporary name first, so that it appears whole or not at
     * all. Missing directories are made with mode 0700; those that exist keep their mode.
     *
     * @throws FileAlreadyExistsException when there is one already; it stays as it is
     */
    static void create(Path file, byte[] content) throws IOException {
        Path temporary = writeTemporary(file, content);
        try {
            publish(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(file);
    }

    /** Writes a file with mode 0600 in place of the one that is there: readers see the old content or the new, never a mixture. */
    static void replace(Path file, byte[] content) throws IOException {
        Path temporary = writeTemporary(file, content);
        try {
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(file);
    }

    private static Path writeTemporary(Path file, byte[] content) throws IOException {
        Path directory = directoryOf(file);
        Files.createDirectories(directory, attributes(file, DIRECTORY));
        Path temporary = Files.createTempFile(directory, ".", ".new", attributes(file, FILE));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException refused) {
            Files.deleteIfExists(temporary);
            throw refused;
        }
        return temporary;
    }

    /** Makes the new name survive a power loss; only POSIX systems can open a directory for this. */
    private static void syncDirectory(Path file) throws IOException {
        if (isPosix(file)) {
            try (FileChannel directory =
                    FileChannel.open(directoryOf(file), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /** Whether others than the owner may read the file. */
    static boolean isExposed(Path file) throws IOException {
        if (!isPosix(file)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ);
    }

    /** A hard link fails when the name is taken, which a rename does not; where links are unknown a move must do. */
    private static void publish(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException noLinks) {
            Files.move(temporary, file);
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
