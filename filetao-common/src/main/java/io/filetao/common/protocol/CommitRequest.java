package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Tells a miner that shards belong to a recorded file now, until when they are kept, and gives it a copy of the file's manifest.
 * Sent again it replaces time and manifest.
 *
 * @param expiresAt end of the last claim, in whole seconds
 * @param rids shards on this miner, at most {@value #MAX_SHARDS}
 * @param manifest signed by the validator, opaque to the miner, at most {@value #MAX_MANIFEST_BYTES} bytes
 */
public record CommitRequest(Instant expiresAt, List<ShardId> rids, byte[] manifest) {

    /** Most shards in one message. */
    public static final int MAX_SHARDS = 65_536;

    /** Most bytes of a manifest. */
    public static final int MAX_MANIFEST_BYTES = 8 << 20;

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES =
            2 + 8 + 4 + MAX_SHARDS * ShardId.BYTES + 4 + MAX_MANIFEST_BYTES;

    private static final int TYPE = 0x0201;

    public CommitRequest {
        rids = ShardIds.checked(rids, MAX_SHARDS);
        if (manifest.length > MAX_MANIFEST_BYTES) {
            throw new IllegalArgumentException(
                    "A manifest has at most " + MAX_MANIFEST_BYTES + " bytes");
        }
    }

    /** The binary form. */
    public byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE).int64(this.expiresAt.getEpochSecond());
        ShardIds.write(out, this.rids);
        return out.sized(this.manifest).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static CommitRequest decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "commit");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        long expiresAt = in.int64();
        if (expiresAt > Instant.MAX.getEpochSecond()) {
            throw in.malformed("a number is out of range");
        }
        CommitRequest commit =
                new CommitRequest(
                        Instant.ofEpochSecond(expiresAt),
                        ShardIds.read(in, MAX_SHARDS),
                        in.sized(MAX_MANIFEST_BYTES));
        in.end();
        return commit;
    }
}
