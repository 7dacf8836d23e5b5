package io.filetao.common.proof;

import java.nio.ByteBuffer;

/** The validator has the commitment and asks for its opening. */
public record OpeningRequest(ShardId rid, int number) {

    /** Size of the encoding. */
    public static final int BYTES = 2 + ShardId.BYTES + 4;

    public byte[] encode() {
        return new MessageWriter(MessageType.OPENING_REQUEST)
                .shardId(this.rid)
                .int32(this.number)
                .toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static OpeningRequest decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.OPENING_REQUEST);
        OpeningRequest request = new OpeningRequest(reader.shardId(), reader.int32());
        reader.end();
        return request;
    }
}
