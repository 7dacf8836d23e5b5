package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import org.jspecify.annotations.Nullable;

/**
 * What one challenge adds to a shard's chain.
 *
 * @param seed of the challenge
 * @param commitment K, or null when no answer came
 * @param passed the verdict
 */
public record Link(Hash seed, @Nullable Commitment commitment, boolean passed) {

    private static final byte[] NONE = {};

    /** A challenge without an answer cannot have passed. */
    public Link {
        if (passed && commitment == null) {
            throw new IllegalArgumentException("A challenge without an answer has not passed");
        }
    }

    /** {@code C_n = H("link", C_{n-1}, seed, compress(K), verdict)}. */
    Hash from(Hash head) {
        return HashInput.of("link")
                .add(head)
                .add(this.seed)
                .add(this.commitment == null ? NONE : this.commitment.bytes())
                .add(new byte[] {(byte) (this.passed ? 1 : 0)})
                .hash();
    }

    static Link read(MessageReader in) throws MalformedMessageException {
        Hash seed = in.hash();
        Commitment commitment = in.flag() ? in.commitment() : null;
        boolean passed = in.flag();
        if (passed && commitment == null) {
            throw in.malformed("a challenge without an answer has not passed");
        }
        return new Link(seed, commitment, passed);
    }

    void write(MessageWriter out) {
        out.hash(this.seed).flag(this.commitment != null);
        if (this.commitment != null) {
            out.commitment(this.commitment);
        }
        out.flag(this.passed);
    }
}
