package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Tells a miner that shards are not needed any more; those that it does not hold are passed over.
 *
 * @param rids at most {@value #MAX_SHARDS}
 */
public record DropRequest(List<ShardId> rids) {

    /** Most shards in one message. */
    public static final int MAX_SHARDS = 65_536;

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES = 2 + 4 + MAX_SHARDS * ShardId.BYTES;

    private static final int TYPE = 0x0202;

    public DropRequest {
        rids = ShardIds.checked(rids, MAX_SHARDS);
    }

    /** The binary form. */
    public byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE);
        ShardIds.write(out, this.rids);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static DropRequest decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "drop");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        DropRequest drop = new DropRequest(ShardIds.read(in, MAX_SHARDS));
        in.end();
        return drop;
    }
}
