package io.filetao.common.broadband;

import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who holds which shards of a file. */
final class Holders {

    private Holders() {}

    static Map<Ss58Address, List<ShardId>> of(FileRecord file) {
        return of(file.segments());
    }

    static Map<Ss58Address, List<ShardId>> of(List<SegmentRecord> segments) {
        Map<Ss58Address, List<ShardId>> holders = new HashMap<>();
        for (SegmentRecord segment : segments) {
            for (ShardRecord shard : segment.shards()) {
                holders.computeIfAbsent(shard.miner(), _ -> new ArrayList<>())
                        .add(ShardId.parse(shard.rid()));
            }
        }
        return holders;
    }

    static Set<ShardId> shards(List<SegmentRecord> segments) {
        Set<ShardId> rids = new HashSet<>();
        for (SegmentRecord segment : segments) {
            for (ShardRecord shard : segment.shards()) {
                rids.add(ShardId.parse(shard.rid()));
            }
        }
        return rids;
    }
}
