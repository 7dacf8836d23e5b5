package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The sealed bytes of a shard, {@code S = X xor AES-CTR(...)}, padded to whole blocks, made while they are read. */
public final class SealStream extends FilterInputStream {

    private final AesCtr seal;
    private final long length;
    private final long sealedLength;
    private long position;

    /** Reads {@code offer.length()} bytes of the unsealed shard. */
    public SealStream(AuditKeys keys, StoreOffer offer, InputStream plain) {
        super(plain);
        this.seal = keys.seal(offer.rid(), offer.miner());
        this.length = offer.length();
        this.sealedLength = offer.geometry().sealedLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Seals what one read of the shard gives, or padding after its end. */
    @Override
    public int read(byte[] out, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        long left = this.sealedLength - this.position;
        if (left == 0) {
            return -1;
        }
        int count = plain(out, offset, (int) Math.min(wanted, left));
        this.seal.apply(out, offset, count, out, offset);
        this.position += count;
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("Sealed bytes cannot be skipped");
    }

    private int plain(byte[] out, int offset, int wanted) throws IOException {
        if (this.position >= this.length) {
            Arrays.fill(out, offset, offset + wanted, (byte) 0);
            return wanted;
        }
        int count = this.in.read(out, offset, (int) Math.min(wanted, this.length - this.position));
        if (count < 0) {
            throw new EOFException("The shard is shorter than its offer says");
        }
        return count;
    }
}
