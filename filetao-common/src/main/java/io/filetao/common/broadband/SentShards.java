package io.filetao.common.broadband;

import io.filetao.common.network.Miner;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every attempt of one file that may have left a shard on a miner, so that none is forgotten. Thread-safe. */
final class SentShards {

    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    void begun(Miner miner, ShardId rid) {
        this.attempts.add(new Attempt(miner.hotkey(), rid));
    }

    /** The shards of all attempts but those to keep, by miner. */
    Map<Ss58Address, List<ShardId>> except(Set<ShardId> kept) {
        Map<Ss58Address, List<ShardId>> byMiner = new HashMap<>();
        for (Attempt attempt : this.attempts) {
            if (!kept.contains(attempt.rid())) {
                byMiner.computeIfAbsent(attempt.miner(), _ -> new ArrayList<>()).add(attempt.rid());
            }
        }
        return byMiner;
    }

    private record Attempt(Ss58Address miner, ShardId rid) {}
}
