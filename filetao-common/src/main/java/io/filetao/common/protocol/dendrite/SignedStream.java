package io.filetao.common.protocol.dendrite;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.protocol.dendrite.DendriteException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiPredicate;

/** A streamed answer without the signature that ends it; that is checked before the end of the stream is reported. */
final class SignedStream extends FilterInputStream {

    private static final int FRAME = ResponseSignature.FRAME_BYTES;

    private final BiPredicate<Hash, byte[]> signed;
    private final MessageDigest digest = Hash.newSha256();

    /** Always starts with the bytes that may yet turn out to be the signature. */
    private final byte[] held = new byte[FRAME + (16 << 10)];

    private int count;
    private boolean ended;

    SignedStream(InputStream in, BiPredicate<Hash, byte[]> signed) {
        super(in);
        this.signed = signed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!this.ended && this.count <= FRAME) {
            fill();
        }
        int available = this.count - FRAME;
        if (available <= 0) {
            return -1;
        }
        int read = Math.min(length, available);
        System.arraycopy(this.held, 0, target, offset, read);
        this.digest.update(this.held, 0, read);
        System.arraycopy(this.held, read, this.held, 0, this.count - read);
        this.count -= read;
        if (this.ended && this.count == FRAME) {
            verify();
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long bytes) throws IOException {
        throw new IOException("A signed answer is read from its start to its end");
    }

    private void fill() throws IOException {
        int read = this.in.read(this.held, this.count, this.held.length - this.count);
        if (read >= 0) {
            this.count += read;
            return;
        }
        this.ended = true;
        if (this.count < FRAME) {
            throw new DendriteException(
                    Reason.BAD_SIGNATURE, "The answer ended before its signature");
        }
        if (this.count == FRAME) {
            verify();
        }
    }

    private void verify() throws IOException {
        if (!this.signed.test(Hash.of(this.digest.digest()), Arrays.copyOf(this.held, FRAME))) {
            throw new DendriteException(
                    Reason.BAD_SIGNATURE, "The answer is not signed by the node that was asked");
        }
    }
}
