package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;

/**
 * Reads the fields of a binary message, big-endian and without gaps. Never reads past the end and never allocates more
 * than the message holds.
 */
public final class MessageReader {

    private final ByteBuffer in;
    private final String what;

    /**
     * Starts at the buffer's position.
     *
     * @param what name of the message, for errors
     */
    public MessageReader(ByteBuffer in, String what) {
        this.in = in.slice();
        this.what = what;
    }

    /** Starts a message that begins with its type. */
    MessageReader(ByteBuffer in, MessageType type) throws MalformedMessageException {
        this(in, type.text());
        if (u16() != type.code()) {
            throw malformed("it is of another type or version");
        }
    }

    /** An unsigned byte. */
    public int u8() throws MalformedMessageException {
        need(1);
        return this.in.get() & 0xff;
    }

    /** An unsigned number of two bytes. */
    public int u16() throws MalformedMessageException {
        need(2);
        return this.in.getShort() & 0xffff;
    }

    /** A number of four bytes that is not negative as an int. */
    public int int32() throws MalformedMessageException {
        need(4);
        int value = this.in.getInt();
        if (value < 0) {
            throw malformed("a number is out of range");
        }
        return value;
    }

    /** A number of eight bytes that is not negative as a long. */
    public long int64() throws MalformedMessageException {
        need(8);
        long value = this.in.getLong();
        if (value < 0) {
            throw malformed("a number is out of range");
        }
        return value;
    }

    /** Exactly this many bytes; the length must come from the reader's side or be checked before. */
    public byte[] bytes(int length) throws MalformedMessageException {
        need(length);
        byte[] out = new byte[length];
        this.in.get(out);
        return out;
    }

    /** A length of four bytes, at most {@code limit}, and that many bytes. */
    public byte[] sized(int limit) throws MalformedMessageException {
        int length = int32();
        if (length > limit) {
            throw malformed("a field is longer than " + limit + " bytes");
        }
        return bytes(length);
    }

    /** A hash of 32 bytes. */
    public Hash hash() throws MalformedMessageException {
        return Hash.of(bytes(Hash.BYTES));
    }

    /** A public key of 32 bytes. */
    public Ss58Address address() throws MalformedMessageException {
        return Ss58Address.of(bytes(32));
    }

    /** A shard's id of 16 bytes. */
    public ShardId shardId() throws MalformedMessageException {
        return ShardId.of(bytes(ShardId.BYTES));
    }

    /** A signature of 64 bytes. */
    public Signature signature() throws MalformedMessageException {
        return Signature.of(bytes(Signature.BYTES));
    }

    /** A byte that must be 0 or 1. */
    public boolean flag() throws MalformedMessageException {
        int value = u8();
        if (value > 1) {
            throw malformed("a flag is neither 0 nor 1");
        }
        return value == 1;
    }

    /** A scalar of 32 bytes below the group order. */
    Scalar scalar() throws MalformedMessageException {
        return Scalar.decode(bytes(Scalar.BYTES));
    }

    /** A compressed point of 33 bytes; whether it lies on the curve is for the verifier to check. */
    Commitment commitment() throws MalformedMessageException {
        return Commitment.of(bytes(Commitment.BYTES));
    }

    /** Bytes that are left. */
    public int remaining() {
        return this.in.remaining();
    }

    /** Refuses anything after the last field. */
    public void end() throws MalformedMessageException {
        if (this.in.hasRemaining()) {
            throw malformed("it has " + this.in.remaining() + " bytes too many");
        }
    }

    /** The error for this message. */
    public MalformedMessageException malformed(String why) {
        return new MalformedMessageException("Not a valid " + this.what + ": " + why);
    }

    private void need(int length) throws MalformedMessageException {
        if (this.in.remaining() < length) {
            throw malformed("it ends too early");
        }
    }
}
