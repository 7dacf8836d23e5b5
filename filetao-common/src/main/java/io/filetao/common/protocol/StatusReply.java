package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a validator knows of the shards of a {@link StatusRequest}, in its order.
 *
 * @param statuses at most {@value StatusRequest#MAX_SHARDS}
 */
public record StatusReply(List<Status> statuses) {

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES = 2 + 4 + StatusRequest.MAX_SHARDS;

    private static final int TYPE = 0x0204;

    public StatusReply {
        statuses = List.copyOf(statuses);
    }

    /** What is known of one shard. */
    public enum Status {
        /** It belongs to no recorded file and to no upload: drop it. */
        UNKNOWN,
        /** It belongs to a recorded file: keep it. */
        COMMITTED,
        /** Its upload may still be going on: ask again later. */
        PENDING
    }

    /** The binary form: a byte for each. */
    public byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE).int32(this.statuses.size());
        this.statuses.forEach(status -> out.u8(status.ordinal()));
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static StatusReply decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "status reply");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        int count = in.int32();
        if (count != in.remaining()) {
            throw in.malformed("its length does not fit its number of entries");
        }
        Status[] values = Status.values();
        List<Status> statuses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int value = in.u8();
            if (value >= values.length) {
                throw in.malformed("a status is not known");
            }
            statuses.add(values[value]);
        }
        return new StatusReply(statuses);
    }
}
