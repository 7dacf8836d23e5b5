package io.filetao.cli.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Writes a backup. Only whole ones get the name that was asked for; until then it has {@code .part} behind it.
 *
 * <pre>
 * "FILETAO-BACKUP 1\n"   schema(4)
 * for each group         number of its rows(4), at least 1
 *   for each row         name, kind: length(4) and bytes; ends(8); number of parts(4), each: length(4) and bytes
 * 0(4)                   groups(8)   SHA-256 of all before(32)
 * </pre>
 *
 * Numbers are big-endian.
 */
final class BackupWriter implements AutoCloseable {

    static final byte[] MAGIC = "FILETAO-BACKUP 1\n".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest = BackupReader.sha256();
    private final DataOutputStream out;
    private long groups;

    private BackupWriter(Path file, int schema) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(this.part);
        this.channel =
                FileChannel.open(
                        this.part,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
        OutputStream bytes =
                new BufferedOutputStream(Channels.newOutputStream(this.channel), BUFFER);
        this.out = new DataOutputStream(new DigestOutputStream(bytes, this.digest));
        this.out.write(MAGIC);
        this.out.writeInt(schema);
    }

    /** Begins a file that only its owner may read. */
    static BackupWriter create(Path file, int schema) throws IOException {
        return new BackupWriter(file.toAbsolutePath(), schema);
    }

    void write(List<Row> group) throws IOException {
        this.out.writeInt(group.size());
        for (Row row : group) {
            writeSized(row.name().getBytes(StandardCharsets.UTF_8));
            writeSized(row.kind().getBytes(StandardCharsets.US_ASCII));
            this.out.writeLong(row.ends());
            this.out.writeInt(row.parts().size());
            for (byte[] bytes : row.parts()) {
                writeSized(bytes);
            }
        }
        this.groups++;
    }

    /** Ends the file, has it on the disk, and gives it its name. Answers its SHA-256 in hexadecimal digits. */
    String finish() throws IOException {
        this.out.writeInt(0);
        this.out.writeLong(this.groups);
        byte[] sum = this.digest.digest();
        this.out.write(sum);
        this.out.flush();
        this.channel.force(true);
        this.channel.close();
        Files.move(this.part, this.file, StandardCopyOption.ATOMIC_MOVE);
        return HexFormat.of().formatHex(sum);
    }

    private void writeSized(byte[] bytes) throws IOException {
        this.out.writeInt(bytes.length);
        this.out.write(bytes);
    }

    /** Leaves nothing behind unless it was finished. */
    @Override
    public void close() throws IOException {
        this.channel.close();
        Files.deleteIfExists(this.part);
    }
}
