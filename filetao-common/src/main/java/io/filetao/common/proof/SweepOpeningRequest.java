package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;

/** The validator has the commitment of a sweep and asks for its opening. */
public record SweepOpeningRequest(Hash seed) {

    public byte[] encode() {
        return new MessageWriter(MessageType.SWEEP_OPENING_REQUEST).hash(this.seed).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static SweepOpeningRequest decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SWEEP_OPENING_REQUEST);
        SweepOpeningRequest request = new SweepOpeningRequest(reader.hash());
        reader.end();
        return request;
    }
}
