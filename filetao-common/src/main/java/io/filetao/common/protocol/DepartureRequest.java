package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import java.nio.ByteBuffer;

/**
 * A miner tells a validator that it is about to leave the network, or that it stays after all.
 *
 * @param leaves whether its shards are to be elsewhere; may be said as often as one likes, to hear how far it is
 */
public record DepartureRequest(boolean leaves) {

    /** Bytes of an encoded message. */
    public static final int BYTES = 2 + 1;

    private static final int TYPE = 0x0207;

    /** The binary form. */
    public byte[] encode() {
        return new MessageWriter().u16(TYPE).u8(this.leaves ? 1 : 0).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static DepartureRequest decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "departure request");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        int leaves = in.u8();
        if (leaves > 1) {
            throw in.malformed("it says neither yes nor no");
        }
        in.end();
        return new DepartureRequest(leaves == 1);
    }
}
