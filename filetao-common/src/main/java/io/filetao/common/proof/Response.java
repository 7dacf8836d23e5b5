package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.security.SecureRandom;

/**
 * What K hides: the linear answer and the blinding.
 *
 * @param mu 1,024 field elements as a {@link FieldVector}
 * @param sigma 4 field elements as a {@link FieldVector}, sg of the specification
 * @param blinding r
 */
public record Response(byte[] mu, byte[] sigma, Scalar blinding) {

    static final int MU_BYTES = FieldVector.encodedLength(ShardGeometry.BLOCK_WORDS);
    static final int SIGMA_BYTES = FieldVector.encodedLength(Field.TAGS);
    static final int BYTES = MU_BYTES + SIGMA_BYTES + Scalar.BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();

    static Response of(long[] mu, long[] sigma) {
        return new Response(
                FieldVector.encode(mu), FieldVector.encode(sigma), Scalar.random(RANDOM));
    }

    boolean isCanonical() {
        return FieldVector.isCanonical(this.mu, 0, ShardGeometry.BLOCK_WORDS)
                && FieldVector.isCanonical(this.sigma, 0, Field.TAGS);
    }

    long[] muElements() {
        long[] elements = new long[ShardGeometry.BLOCK_WORDS];
        FieldVector.decode(this.mu, 0, elements.length, elements, 0);
        return elements;
    }

    long[] sigmaElements() {
        long[] elements = new long[Field.TAGS];
        FieldVector.decode(this.sigma, 0, elements.length, elements, 0);
        return elements;
    }

    /** {@code m = h2s("resp", rid, seed, mu, sg)}. */
    Scalar message(ShardId rid, Hash seed) {
        return message(HashInput.of("resp").add(rid), seed);
    }

    /** The same for a sweep, whose subject is not one shard. */
    Scalar message(HashInput subject, Hash seed) {
        return Scalar.hashed(subject.add(seed).add(this.mu).add(this.sigma));
    }

    /** {@code K = m*G + r*Hgen}. */
    Commitment commit(Scalar message) {
        return Pedersen.commit(message, this.blinding);
    }

    static Response read(MessageReader in) throws MalformedMessageException {
        return new Response(in.bytes(MU_BYTES), in.bytes(SIGMA_BYTES), in.scalar());
    }

    void write(MessageWriter out) {
        out.bytes(this.mu).bytes(this.sigma).scalar(this.blinding);
    }
}
