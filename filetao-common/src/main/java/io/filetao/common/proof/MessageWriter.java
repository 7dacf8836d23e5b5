package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes the fields of a binary message, big-endian and without gaps. */
public final class MessageWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public MessageWriter() {}

    /** Starts a message that begins with its type. */
    MessageWriter(MessageType type) {
        u16(type.code());
    }

    public MessageWriter u8(int value) {
        this.out.write(value);
        return this;
    }

    public MessageWriter u16(int value) {
        this.out.write(value >>> 8);
        this.out.write(value);
        return this;
    }

    public MessageWriter int32(int value) {
        return bytes(ByteBuffer.allocate(4).putInt(value).array());
    }

    public MessageWriter int64(long value) {
        return bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    public MessageWriter bytes(byte[] value) {
        this.out.writeBytes(value);
        return this;
    }

    /** A length of four bytes and the bytes. */
    public MessageWriter sized(byte[] value) {
        return int32(value.length).bytes(value);
    }

    public MessageWriter hash(Hash value) {
        return bytes(value.bytes());
    }

    public MessageWriter address(Ss58Address value) {
        return bytes(value.publicKey());
    }

    public MessageWriter shardId(ShardId value) {
        return bytes(value.bytes());
    }

    public MessageWriter signature(Signature value) {
        return bytes(value.bytes());
    }

    public MessageWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    MessageWriter scalar(Scalar value) {
        return bytes(value.bytes());
    }

    MessageWriter commitment(Commitment value) {
        return bytes(value.bytes());
    }

    /** What was written. */
    public byte[] toBytes() {
        return this.out.toByteArray();
    }
}
