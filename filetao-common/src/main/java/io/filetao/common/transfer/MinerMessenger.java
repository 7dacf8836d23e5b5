package io.filetao.common.transfer;

import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.DropRequest;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells many miners at once what became of shards. A miner that cannot be told is passed over: it asks its validator before it
 * drops a shard, and what was to be dropped expires there.
 */
public final class MinerMessenger {

    private static final Logger LOG = LoggerFactory.getLogger(MinerMessenger.class);
    private static final int MAX_ANSWER_BYTES = 4096;

    private final Dendrite dendrite;
    private final MinerDirectory miners;
    private final Duration timeout;

    /**
     * @param timeout for each miner
     */
    public MinerMessenger(Dendrite dendrite, MinerDirectory miners, Duration timeout) {
        this.dendrite = dendrite;
        this.miners = miners;
        this.timeout = timeout;
    }

    /** Commits shards on their miners; answers how many miners were told. */
    public int commit(Map<Ss58Address, List<ShardId>> shards, Instant expiresAt, byte[] manifest) {
        return tell(
                shards,
                AxonPaths.COMMITS,
                rids -> new CommitRequest(expiresAt, rids, manifest).encode());
    }

    /** Drops shards on their miners; answers how many miners were told. */
    public int drop(Map<Ss58Address, List<ShardId>> shards) {
        return tell(shards, AxonPaths.DROPS, rids -> new DropRequest(rids).encode());
    }

    private int tell(Map<Ss58Address, List<ShardId>> shards, String target, Message message) {
        AtomicInteger told = new AtomicInteger();
        try (ExecutorService executor = TracedThreads.newExecutor()) {
            shards.forEach((hotkey, rids) ->
                    executor.execute(() -> {
                        if (tell(hotkey, rids, target, message)) {
                            told.incrementAndGet();
                        }
                    }));
        }
        return told.get();
    }

    private boolean tell(Ss58Address hotkey, List<ShardId> rids, String target, Message message) {
        Miner miner = this.miners.find(hotkey).orElse(null);
        if (miner == null) {
            LOG.debug("Miner {} left the network; not told of {}", hotkey, target);
            return false;
        }
        try {
            for (List<ShardId> part : parts(rids)) {
                this.dendrite.call(
                        miner.peer(),
                        "POST",
                        target,
                        message.of(part),
                        MAX_ANSWER_BYTES,
                        this.timeout);
            }
            return true;
        } catch (IOException failed) {
            LOG.info("{} was not told of {} shards: {}", miner, rids.size(), failed.getMessage());
            return false;
        }
    }

    private static List<List<ShardId>> parts(List<ShardId> rids) {
        List<List<ShardId>> parts = new ArrayList<>();
        for (int from = 0; from < rids.size(); from += DropRequest.MAX_SHARDS) {
            parts.add(rids.subList(from, Math.min(rids.size(), from + DropRequest.MAX_SHARDS)));
        }
        return parts;
    }

    @FunctionalInterface
    private interface Message {
        byte[] of(List<ShardId> rids);
    }
}
