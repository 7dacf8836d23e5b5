package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.nio.ByteBuffer;

/** Move 2 of a sweep: 4.3 KB for any number of shards. */
public record SweepOpening(Hash seed, Response response) {

    /** Size of the encoding. */
    public static final int BYTES = 2 + Hash.BYTES + Response.BYTES;

    public byte[] encode() {
        MessageWriter out = new MessageWriter(MessageType.SWEEP_OPENING).hash(this.seed);
        this.response.write(out);
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static SweepOpening decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.SWEEP_OPENING);
        SweepOpening opening = new SweepOpening(reader.hash(), Response.read(reader));
        reader.end();
        return opening;
    }

    /** {@code h2s("sweep-resp", u, seed, mu, sg)}. */
    static Scalar message(Sweep sweep, Hash seed, Response response) {
        return response.message(HashInput.of("sweep-resp").add(sweep.miner().publicKey()), seed);
    }
}
