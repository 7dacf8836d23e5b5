package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardId;
import java.util.ArrayList;
import java.util.List;

/** Lists of shard ids in messages: a count of four bytes and 16 bytes for each. */
final class ShardIds {

    private ShardIds() {}

    static void write(MessageWriter out, List<ShardId> rids) {
        out.int32(rids.size());
        rids.forEach(out::shardId);
    }

    static List<ShardId> read(MessageReader in, int most) throws MalformedMessageException {
        int count = in.int32();
        if (count > most) {
            throw in.malformed("it names more than " + most + " shards");
        }
        List<ShardId> rids = new ArrayList<>(Math.min(count, in.remaining() / ShardId.BYTES));
        for (int i = 0; i < count; i++) {
            rids.add(in.shardId());
        }
        return rids;
    }

    static List<ShardId> checked(List<ShardId> rids, int most) {
        if (rids.size() > most) {
            throw new IllegalArgumentException(
                    "A message names at most " + most + " shards, not " + rids.size());
        }
        return List.copyOf(rids);
    }
}
