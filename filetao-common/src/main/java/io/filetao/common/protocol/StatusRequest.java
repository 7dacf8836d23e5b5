package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Asks a validator whether shards belong to recorded files, before a miner drops what was never committed.
 *
 * @param rids at most {@value #MAX_SHARDS}
 */
public record StatusRequest(List<ShardId> rids) {

    /** Most shards in one message. */
    public static final int MAX_SHARDS = 4096;

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES = 2 + 4 + MAX_SHARDS * ShardId.BYTES;

    private static final int TYPE = 0x0203;

    public StatusRequest {
        rids = ShardIds.checked(rids, MAX_SHARDS);
    }

    /** The binary form. */
    public byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE);
        ShardIds.write(out, this.rids);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static StatusRequest decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "status request");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        StatusRequest request = new StatusRequest(ShardIds.read(in, MAX_SHARDS));
        in.end();
        return request;
    }
}
