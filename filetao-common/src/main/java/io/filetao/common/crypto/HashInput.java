package io.filetao.common.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the protocol hashes, signs and derives keys from: a label and fields, each behind its length in four bytes, so
 * that no two lists of fields give the same bytes. Numbers are big-endian.
 */
public final class HashInput {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private HashInput() {}

    /** Starts with a label of ASCII characters. */
    public static HashInput of(String label) {
        return new HashInput().add(label.getBytes(StandardCharsets.US_ASCII));
    }

    /** Starts with a field, without a label. */
    public static HashInput ofBytes(byte[] field) {
        return new HashInput().add(field);
    }

    public HashInput add(byte[] field) {
        this.out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
        this.out.writeBytes(field);
        return this;
    }

    public HashInput add(HashField field) {
        return add(field.bytes());
    }

    /** A field of four bytes. */
    public HashInput add(int field) {
        return add(ByteBuffer.allocate(4).putInt(field).array());
    }

    /** A field of eight bytes. */
    public HashInput add(long field) {
        return add(ByteBuffer.allocate(8).putLong(field).array());
    }

    /** The fields so far, each behind its length. */
    public byte[] bytes() {
        return this.out.toByteArray();
    }

    /** Their SHA-256: H of the specification. */
    public Hash hash() {
        return Hash.sha256(bytes());
    }
}
