package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import java.nio.ByteBuffer;

/**
 * What a miner still holds for a validator.
 *
 * @param shards that the validator's index has there; at 0 the miner may go
 * @param bytes of them
 */
public record DepartureReply(long shards, long bytes) {

    /** Bytes of an encoded message. */
    public static final int BYTES = 2 + 2 * 8;

    private static final int TYPE = 0x0208;

    public DepartureReply {
        if (shards < 0 || bytes < 0) {
            throw new IllegalArgumentException("Numbers are not negative");
        }
    }

    /** The binary form. */
    public byte[] encode() {
        return new MessageWriter().u16(TYPE).int64(this.shards).int64(this.bytes).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static DepartureReply decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "departure reply");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        DepartureReply reply = new DepartureReply(in.int64(), in.int64());
        in.end();
        return reply;
    }
}
