package io.filetao.common.client;

import io.filetao.common.cid.Cid;
import io.filetao.common.client.RemoteChannel.Range;
import io.filetao.common.crypto.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file back, decrypted and verified.
 *
 * <p>Of an encrypted file every byte that is handed out has been authenticated, whichever range is read. Of a file stored as sent
 * the whole is compared with its CID, and with {@link #verifiedBy} each block with its content root; without that a range of such a
 * file is only as good as the node's word.
 */
public final class FileDownload {

    private static final int BUFFER_BYTES = 128 * 1024;

    private final FiletaoClient client;
    private final RemoteFile file;
    private final @Nullable FilePayload payload;
    private final @Nullable FileCipher cipher;
    private final long size;
    private final @Nullable Hash contentRoot;

    private FileDownload(
            FiletaoClient client,
            RemoteFile file,
            @Nullable FilePayload payload,
            @Nullable Hash contentRoot)
            throws FiletaoClientException {
        this.client = client;
        this.file = file;
        this.payload = payload;
        this.contentRoot = contentRoot;
        this.cipher = payload == null ? null : new FileCipher(payload.fileKey());
        this.size = payload == null ? file.size() : payload.size();
        if (payload != null && FileCipher.ciphertextSize(payload.size()) != file.size()) {
            throw new FiletaoClientException(
                    "The node offers %d bytes where the file has %d; ask another API node for it."
                            .formatted(file.size(), FileCipher.ciphertextSize(payload.size())));
        }
    }

    /**
     * Asks for a file and opens its payload.
     *
     * @param coldkey is asked for the secret only when the file is encrypted
     * @throws ForeignFileException when the file was encrypted under another coldkey
     */
    public static FileDownload open(FiletaoClient client, Cid cid, ColdkeySecret coldkey)
            throws IOException {
        RemoteFile file = client.describe(cid);
        String sealed = file.payload();
        return new FileDownload(
                client,
                file,
                sealed == null ? null : FilePayload.open(sealed, coldkey.get(), cid),
                null);
    }

    /** Asks for a file's bytes as they are stored, encrypted or not. */
    public static FileDownload raw(FiletaoClient client, Cid cid) throws FiletaoClientException {
        return new FileDownload(client, client.describe(cid), null, null);
    }

    /**
     * The same, of which no block is handed out that does not belong to the given content root; of an encrypted file none is handed
     * out anyway that is not authentic.
     */
    public FileDownload verifiedBy(Hash root) throws FiletaoClientException {
        return new FileDownload(this.client, this.file, this.payload, root);
    }

    /** Whether every byte that is handed out has been verified. */
    public boolean isVerified() {
        return this.cipher != null || this.contentRoot != null;
    }

    /** Bytes of the file as its owner knows it. */
    public long size() {
        return this.size;
    }

    /** The name it was stored under, null when it had none; not checked for anything, see {@link FileNames#safe}. */
    public @Nullable String name() {
        return this.payload == null ? this.file.name() : this.payload.name();
    }

    /** Whether it is decrypted on the way. */
    public boolean isEncrypted() {
        return this.payload != null;
    }

    /** Writes the whole file. */
    public void writeTo(OutputStream out, Progress progress) throws IOException {
        writeTo(out, 0, this.size, progress);
    }

    /**
     * Writes the bytes from one offset up to another (exclusive). What is written before a failure was right, but not all.
     *
     * @throws IllegalArgumentException when the range is not inside the file
     */
    public void writeTo(OutputStream out, long from, long to, Progress progress)
            throws IOException {
        if (from < 0 || to < from || to > this.size) {
            throw new IllegalArgumentException(
                    "The file has %d bytes; %d to %d is not a part of it."
                            .formatted(this.size, from, to));
        }
        if (this.cipher == null && this.contentRoot != null) {
            new ContentReader(this.client, this.file, this.contentRoot)
                    .copy(out, from, to, progress);
        } else if (this.cipher == null) {
            copyPlain(out, from, to, progress);
        } else {
            copyDecrypted(this.cipher, out, from, to, progress);
        }
    }

    private void copyPlain(OutputStream out, long from, long to, Progress progress)
            throws IOException {
        MessageDigest digest = Hash.newSha256();
        try (RemoteChannel channel =
                new RemoteChannel(this.client, this.file, new Range(from, to))) {
            copy(channel.position(from), out, to - from, digest, progress);
        }
        boolean whole = from == 0 && to == this.size;
        if (whole && !Hash.of(digest.digest()).equals(this.file.cid().digest())) {
            throw new FiletaoClientException(
                    "The bytes that arrived are not those of this identifier; ask another API node"
                            + " for them.");
        }
    }

    private void copyDecrypted(
            FileCipher decryption, OutputStream out, long from, long to, Progress progress)
            throws IOException {
        if (this.size == 0) {
            verifyEmpty(decryption);
            return;
        }
        Range window = FileCipher.ciphertextRange(from, to, this.file.size());
        try (SeekableByteChannel channel =
                decryption.decrypting(new RemoteChannel(this.client, this.file, window))) {
            copy(channel.position(from), out, to - from, null, progress);
        } catch (FiletaoClientException clear) {
            throw clear;
        } catch (DamagedException damaged) {
            throw damaged(damaged);
        }
    }

    /** Nothing is read of an empty file, but its only segment must be authentic all the same. */
    private void verifyEmpty(FileCipher decryption) throws IOException {
        byte[] ciphertext;
        try (InputStream stored = this.client.read(this.file.cid(), 0, this.file.size())) {
            ciphertext = stored.readNBytes((int) this.file.size());
        }
        try (InputStream plain = decryption.decrypting(new ByteArrayInputStream(ciphertext))) {
            plain.readAllBytes();
        } catch (IOException damaged) {
            throw damaged(damaged);
        }
    }

    private static FiletaoClientException damaged(IOException cause) {
        return new FiletaoClientException(
                "The bytes that arrived are not those that were stored; ask another API node for"
                        + " them.",
                cause);
    }

    private static void copy(
            SeekableByteChannel from,
            OutputStream out,
            long length,
            @Nullable MessageDigest digest,
            Progress progress)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long done = 0;
        while (done < length) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            int read = read(from, buffer);
            if (digest != null) {
                digest.update(buffer.array(), 0, read);
            }
            out.write(buffer.array(), 0, read);
            done += read;
            progress.moved(done, length);
        }
    }

    private static int read(SeekableByteChannel from, ByteBuffer buffer) throws IOException {
        try {
            int read = from.read(buffer);
            if (read <= 0) {
                throw new DamagedException("The file ends too early", null);
            }
            return read;
        } catch (FiletaoClientException clear) {
            throw clear;
        } catch (IOException damaged) {
            throw new DamagedException("A segment is not authentic", damaged);
        }
    }

    /** Gives the coldkey's secret, asking for a password if it must. */
    @FunctionalInterface
    public interface ColdkeySecret {

        /** The expanded secret of the coldkey. */
        byte[] get() throws IOException;
    }

    private static final class DamagedException extends IOException {

        private static final long serialVersionUID = 1L;

        DamagedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
