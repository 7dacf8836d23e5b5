package io.filetao.common.proof;

import io.filetao.common.crypto.ExpandMessage;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the protocol hashes, signs and derives keys from: a label and fields, each behind its length in four bytes, so
 * that no two lists of fields give the same bytes. Numbers are big-endian.
 */
final class HashInput {

    private static final ExpandMessage TO_SCALAR = new ExpandMessage("FILETAO-V01-H2S");
    private static final int SCALAR_SEED_BYTES = 48;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private HashInput() {}

    static HashInput of(String label) {
        return new HashInput().add(label.getBytes(StandardCharsets.US_ASCII));
    }

    /** A single field without a label. */
    static HashInput ofBytes(byte[] field) {
        return new HashInput().add(field);
    }

    HashInput add(byte[] field) {
        this.out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
        this.out.writeBytes(field);
        return this;
    }

    HashInput add(Hash field) {
        return add(field.bytes());
    }

    HashInput add(ShardId field) {
        return add(field.bytes());
    }

    HashInput add(Ss58Address field) {
        return add(field.publicKey());
    }

    HashInput add(Commitment field) {
        return add(field.bytes());
    }

    HashInput add(int field) {
        return add(ByteBuffer.allocate(4).putInt(field).array());
    }

    HashInput add(long field) {
        return add(ByteBuffer.allocate(8).putLong(field).array());
    }

    byte[] bytes() {
        return this.out.toByteArray();
    }

    /** H of the specification. */
    Hash hash() {
        return Hash.sha256(bytes());
    }

    /** h2s of the specification: 48 expanded bytes, big-endian, modulo the group order. */
    Scalar scalar() {
        return Scalar.reduce(TO_SCALAR.expand(bytes(), SCALAR_SEED_BYTES));
    }
}
