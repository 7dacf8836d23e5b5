package io.filetao.common.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything public about one file, for checking offline: which shards it has, who vouched for them, and the newest
 * challenge of each. It never holds mu or sg.
 *
 * @param revealed keys of epochs that are over, which show that the challenges were not chosen at will
 */
public record ProofBundle(
        FileStatement statement, List<EpochKey> revealed, List<ShardProof> shards) {

    /** Media type of the encoding. */
    public static final String MEDIA_TYPE = "application/vnd.filetao.proof";

    /** Longest bundle that is made or read: the proofs of some 40,000 shards. */
    public static final long MAX_BYTES = 256L << 20;

    private static final int SHARD_MIN_BYTES = StoreEvidence.BYTES + 1;

    public ProofBundle {
        revealed = List.copyOf(revealed);
        shards = List.copyOf(shards);
    }

    public byte[] encode() {
        MessageWriter out =
                new MessageWriter().bytes(head(this.statement, this.revealed, this.shards.size()));
        this.shards.forEach(shard -> shard.write(out));
        return out.toBytes();
    }

    /** What stands before the shards' proofs, for whoever writes those one after the other. */
    public static byte[] head(FileStatement statement, List<EpochKey> revealed, int shards) {
        MessageWriter out = new MessageWriter(MessageType.PROOF_BUNDLE);
        statement.write(out);
        out.int32(revealed.size());
        for (EpochKey key : revealed) {
            out.int32(key.epoch()).bytes(key.reveal());
        }
        return out.int32(shards).toBytes();
    }

    /** Reads one that must fill the buffer. */
    public static ProofBundle decode(ByteBuffer in) throws MalformedMessageException {
        MessageReader reader = new MessageReader(in, MessageType.PROOF_BUNDLE);
        FileStatement statement = FileStatement.read(reader);
        int keys = count(reader, 4 + EpochKey.BYTES);
        List<EpochKey> revealed = new ArrayList<>(keys);
        for (int i = 0; i < keys; i++) {
            revealed.add(new EpochKey(reader.int32(), reader.bytes(EpochKey.BYTES)));
        }
        int shards = count(reader, SHARD_MIN_BYTES);
        List<ShardProof> proofs = new ArrayList<>(shards);
        for (int i = 0; i < shards; i++) {
            proofs.add(ShardProof.read(reader));
        }
        reader.end();
        return new ProofBundle(statement, revealed, proofs);
    }

    private static int count(MessageReader in, int minimum) throws MalformedMessageException {
        int count = in.int32();
        if ((long) count * minimum > in.remaining()) {
            throw in.malformed("a list is longer than the bundle");
        }
        return count;
    }
}
