package io.filetao.cli.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BackupWriter} wrote, a group of rows after the other, and nothing that is damaged. */
final class BackupReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int MAX_ROWS = 1000;
    private static final int MAX_PARTS = 64 << 20;

    /** The longest value that Redis keeps is 512 MB; ours are far below. */
    private static final int MAX_BYTES = 64 << 20;

    private static final String DAMAGED = " is damaged or not whole; take another copy of it";

    private final Path file;
    private final MessageDigest digest = sha256();
    private final DataInputStream in;
    private final int schema;
    private long groups;

    private BackupReader(Path file) throws IOException {
        this.file = file;
        this.in =
                new DataInputStream(
                        new DigestInputStream(
                                new BufferedInputStream(Files.newInputStream(file), BUFFER),
                                this.digest));
        byte[] magic = this.in.readNBytes(BackupWriter.MAGIC.length);
        if (!Arrays.equals(magic, BackupWriter.MAGIC)) {
            this.in.close();
            throw new IOException(file + " is no backup of this program's");
        }
        this.schema = this.in.readInt();
    }

    /** What a whole file was found to be. */
    record Summary(int schema, long groups, String sha256) {}

    /**
     * Reads the file from end to end.
     *
     * @throws IOException when it is not what was once written
     */
    static Summary check(Path file) throws IOException {
        try (BackupReader reader = open(file)) {
            while (reader.next() != null) {
                // Only looked at.
            }
            return new Summary(
                    reader.schema, reader.groups, HexFormat.of().formatHex(reader.sum()));
        } catch (EOFException cut) {
            throw new IOException(file + DAMAGED, cut);
        }
    }

    static BackupReader open(Path file) throws IOException {
        return new BackupReader(file);
    }

    /** The next group; null after the last, when all of the file was right. */
    @Nullable List<Row> next() throws IOException {
        int count = limited(this.in.readInt(), MAX_ROWS);
        if (count == 0) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = new String(sized(), StandardCharsets.UTF_8);
            String kind = new String(sized(), StandardCharsets.US_ASCII);
            long ends = this.in.readLong();
            int parts = limited(this.in.readInt(), MAX_PARTS);
            List<byte[]> content = new ArrayList<>();
            for (int j = 0; j < parts; j++) {
                content.add(sized());
            }
            rows.add(new Row(name, kind, ends, content));
        }
        this.groups++;
        return rows;
    }

    /** The digest at the end, which must be that of everything before. */
    private byte[] sum() throws IOException {
        long written = this.in.readLong();
        byte[] computed = this.digest.digest();
        byte[] stored = this.in.readNBytes(computed.length);
        if (written != this.groups
                || !MessageDigest.isEqual(computed, stored)
                || this.in.read() >= 0) {
            throw new IOException(this.file + DAMAGED);
        }
        return computed;
    }

    private byte[] sized() throws IOException {
        int length = limited(this.in.readInt(), MAX_BYTES);
        byte[] bytes = this.in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException(this.file + DAMAGED);
        }
        return bytes;
    }

    private int limited(int number, int most) throws IOException {
        if (number < 0 || number > most) {
            throw new IOException(this.file + DAMAGED);
        }
        return number;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-256", absent);
        }
    }

    @Override
    public void close() throws IOException {
        this.in.close();
    }
}
