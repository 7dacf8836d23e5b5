package io.filetao.common.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Move 2 of the miner: what K hides, and two segments in public.
 *
 * @param response mu, sg and r
 * @param spots the segments that the challenge named
 */
public record Opening(ShardId rid, int number, Response response, List<Spot> spots) {

    /** More than any valid opening; longer messages need not be read. */
    public static final int MAX_BYTES = 8192;

    public Opening {
        spots = List.copyOf(spots);
    }

    public byte[] encode() {
        MessageWriter out =
                new MessageWriter(MessageType.OPENING).shardId(this.rid).int32(this.number);
        this.response.write(out);
        this.spots.forEach(spot -> spot.write(out));
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static Opening decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.OPENING);
        ShardId rid = reader.shardId();
        int number = reader.int32();
        Response response = Response.read(reader);
        List<Spot> spots = new ArrayList<>(Spots.COUNT);
        for (int s = 0; s < Spots.COUNT; s++) {
            spots.add(Spot.read(reader));
        }
        reader.end();
        return new Opening(rid, number, response, spots);
    }
}
