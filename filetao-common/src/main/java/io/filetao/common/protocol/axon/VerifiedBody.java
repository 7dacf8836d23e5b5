package io.filetao.common.protocol.axon;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.axon.BodyException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Digests a body while it is read; its end is only the end if the digest is the one that was signed or announced, otherwise a
 * {@link BodyException}.
 */
public final class VerifiedBody extends FilterInputStream {

    private final MessageDigest digest;
    private final byte[] expected;
    private boolean begun;
    private boolean ended;

    private VerifiedBody(InputStream body, MessageDigest digest, byte[] expected) {
        super(body);
        this.digest = digest;
        this.expected = expected.clone();
    }

    /** A body of the given SHA-256. */
    public static VerifiedBody sha256(InputStream body, Hash expected) {
        return new VerifiedBody(body, Hash.newSha256(), expected.bytes());
    }

    /** A body of the given SHA-512, 64 bytes. */
    public static VerifiedBody sha512(InputStream body, byte[] expected) {
        try {
            return new VerifiedBody(body, MessageDigest.getInstance("SHA-512"), expected);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-512", absent);
        }
    }

    /** Whether the sender was asked for the body. */
    boolean begun() {
        return this.begun;
    }

    /** Whether the body was read to its end and has the digest. */
    public boolean ended() {
        return this.ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        this.begun = true;
        int count = super.read(target, offset, length);
        if (count > 0) {
            this.digest.update(target, offset, count);
        } else if (count < 0 && !this.ended) {
            if (!MessageDigest.isEqual(this.digest.digest(), this.expected)) {
                throw new BodyException(
                        Reason.WRONG_DIGEST,
                        "The body does not have the digest that was signed or announced, so nothing is kept of it; send it again");
            }
            this.ended = true;
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes(Math.toIntExact(Math.min(count, 8192))).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
