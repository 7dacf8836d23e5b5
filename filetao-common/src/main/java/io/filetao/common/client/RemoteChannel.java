package io.filetao.common.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stored file's bytes as a channel that can be read from anywhere; a broken connection is taken up again where it broke.
 *
 * <p>One request runs at a time, from the position that is read to the end of the window; reading elsewhere ends it and starts
 * another.
 */
final class RemoteChannel implements SeekableByteChannel {

    private static final int TRANSFER_BYTES = 64 * 1024;

    private final FiletaoClient client;
    private final RemoteFile file;
    private final Range window;
    private final byte[] buffer = new byte[TRANSFER_BYTES];

    private long position;
    private @Nullable InputStream stream;
    private long streamPosition;
    private long streamEnd;
    private boolean closed;

    /**
     * A channel over a file.
     *
     * @param window what will be read besides the cipher's header, so that nothing beyond is asked for
     */
    RemoteChannel(FiletaoClient client, RemoteFile file, Range window) {
        this.client = client;
        this.file = file;
        this.window = window;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (this.closed) {
            throw new ClosedChannelException();
        }
        if (this.position >= this.file.size()) {
            return -1;
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        int total = 0;
        // Filled to the brim, as far as the file goes: the decrypting channel takes a short read
        // for "nothing is there now".
        while (target.hasRemaining() && this.position < this.file.size()) {
            int read = readPersistently(Math.min(target.remaining(), this.buffer.length));
            target.put(this.buffer, 0, read);
            this.position += read;
            this.streamPosition += read;
            total += read;
        }
        return total;
    }

    private int readPersistently(int length) throws IOException {
        Patience patience = new Patience();
        while (true) {
            try {
                int read = streamHere().read(this.buffer, 0, length);
                if (read > 0) {
                    return read;
                }
                throw new FiletaoClientException(
                        "The node at "
                                + this.client.api()
                                + " ended its answer too early; try again.");
            } catch (IOException failed) {
                closeStream();
                if (!patience.outlasts(failed)) {
                    throw FiletaoClient.translated(this.client.api(), failed);
                }
            }
        }
    }

    private InputStream streamHere() throws IOException {
        InputStream open = this.stream;
        if (open != null
                && this.streamPosition == this.position
                && this.position < this.streamEnd) {
            return open;
        }
        closeStream();
        long end = this.window.to();
        if (this.position < this.window.from()) {
            end = Math.min(this.file.size(), FileCipher.HEADER_BYTES);
        } else if (this.position >= end) {
            end = this.file.size();
        }
        InputStream opened = this.client.read(this.file.cid(), this.position, end);
        this.stream = opened;
        this.streamPosition = this.position;
        this.streamEnd = end;
        return opened;
    }

    private void closeStream() {
        InputStream open = this.stream;
        this.stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException alreadyBroken) {
                // Nothing more is wanted from it.
            }
        }
    }

    @Override
    public long position() {
        return this.position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        this.position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return this.file.size();
    }

    @Override
    public boolean isOpen() {
        return !this.closed;
    }

    @Override
    public void close() {
        this.closed = true;
        closeStream();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    /** Offsets of stored bytes, {@code to} exclusive. */
    record Range(long from, long to) {}
}
