package io.filetao.common.protocol;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a validator whether shards belong to recorded files, before a miner drops what was never committed.
 *
 * @param shards at most {@value #MAX_SHARDS}
 */
public record StatusRequest(List<Shard> shards) {

    /** Most shards in one message. */
    public static final int MAX_SHARDS = 4096;

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES = 2 + 4 + MAX_SHARDS * (FileId.BYTES + ShardId.BYTES);

    private static final int TYPE = 0x0203;

    public StatusRequest {
        if (shards.size() > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "A message names at most " + MAX_SHARDS + " shards, not " + shards.size());
        }
        shards = List.copyOf(shards);
    }

    /** A shard by the names in its signed header; only the file's name tells whether its upload still goes on. */
    public record Shard(FileId fileId, ShardId rid) {}

    /** The binary form. */
    public byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE).int32(this.shards.size());
        this.shards.forEach(shard -> out.bytes(shard.fileId().bytes()).shardId(shard.rid()));
        return out.toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static StatusRequest decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "status request");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        int count = in.int32();
        if (count > MAX_SHARDS) {
            throw in.malformed("it names more than " + MAX_SHARDS + " shards");
        }
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(FileId.of(in.bytes(FileId.BYTES)), in.shardId()));
        }
        in.end();
        return new StatusRequest(shards);
    }
}
