package io.filetao.common.protocol.axon;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.axon.BodyException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Digests a body while it is read; its end is only the end if the digest is the one that was signed. */
final class VerifiedBody extends FilterInputStream {

    private final MessageDigest digest = Hash.newSha256();
    private final Hash expected;
    private boolean ended;

    VerifiedBody(InputStream body, Hash expected) {
        super(body);
        this.expected = expected;
    }

    /** Whether the body was read to its end and is what was signed. */
    boolean ended() {
        return this.ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            this.digest.update(target, offset, count);
        } else if (count < 0 && !this.ended) {
            if (!Hash.of(this.digest.digest()).equals(this.expected)) {
                throw new BodyException(
                        Reason.WRONG_DIGEST,
                        "The body is not the one whose digest was signed; send it again");
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
