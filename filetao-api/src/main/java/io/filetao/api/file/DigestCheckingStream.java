package io.filetao.api.file;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Ends a body with a failure instead of its end when it is not what was announced. */
final class DigestCheckingStream extends FilterInputStream {

    private final MessageDigest digest;
    private final byte[] expected;
    private boolean checked;

    DigestCheckingStream(InputStream body, MessageDigest digest, byte[] expected) {
        super(body);
        this.digest = digest;
        this.expected = expected;
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
        } else if (count < 0 && !this.checked) {
            if (!MessageDigest.isEqual(this.digest.digest(), this.expected)) {
                throw mismatch();
            }
            this.checked = true;
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The bytes are not those that were announced. */
    static ProblemException mismatch() {
        return new ProblemException(
                ProblemType.DIGEST_MISMATCH,
                "The bytes that arrived do not have the announced digest, so nothing was stored; send them again.");
    }
}
