package io.filetao.common.broadband;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.ShardId;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.ShardSource;
import io.filetao.common.transfer.StoredShard;
import io.filetao.common.transfer.TransferFault;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts one shard of a recorded segment on another miner: sends it, has it proven, and only then changes the entry in the index, in
 * one step that fails when the entry is not the expected one any more. Whatever fails before leaves the old shard as it was.
 */
final class ShardReplacer {

    /** Miners that one shard is offered to before the segment is looked at again. */
    private static final int MOST_OFFERS = 5;

    private final FileIndex index;
    private final MinerDirectory miners;
    private final ShardSender sender;
    private final MinerMessenger messenger;
    private final TransferListener listener;
    private final Bandwidth bandwidth;
    private final Semaphore sends;

    /**
     * @param sends shards that are sent at once
     */
    ShardReplacer(
            FileIndex index,
            MinerDirectory miners,
            ShardSender sender,
            MinerMessenger messenger,
            TransferListener listener,
            Bandwidth bandwidth,
            int sends) {
        this.index = index;
        this.miners = miners;
        this.sender = sender;
        this.messenger = messenger;
        this.listener = listener;
        this.bandwidth = bandwidth;
        this.sends = new Semaphore(sends, true);
    }

    /**
     * Replaces a shard, or adds one that was never placed.
     *
     * @param expected entry to replace, null when there is none
     * @param next gives the miner to offer it to
     * @return the new entry; empty when nobody took the shard, or the entry changed meanwhile
     */
    Optional<ShardRecord> replace(
            FileRecord file,
            ShardPosition position,
            @Nullable ShardRecord expected,
            ShardSource source,
            Supplier<Optional<Miner>> next)
            throws InterruptedException {
        this.sends.acquire();
        try {
            for (int offer = 0; offer < MOST_OFFERS; offer++) {
                Miner miner = next.get().orElse(null);
                if (miner == null) {
                    return Optional.empty();
                }
                this.bandwidth.take(source.length());
                ShardRecord stored = send(miner, position, source);
                if (stored != null) {
                    return enter(file.cid(), position.segment(), expected, stored);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("A shard was being sent");
                }
            }
            return Optional.empty();
        } finally {
            this.sends.release();
        }
    }

    private @Nullable ShardRecord send(Miner miner, ShardPosition position, ShardSource source) {
        List<ShardId> begun = new ArrayList<>();
        long start = System.nanoTime();
        try {
            StoredShard stored = this.sender.send(miner, position, source, begun::add);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            this.miners.succeeded(miner.hotkey(), took);
            this.listener.stored(miner, source.length(), took);
            return stored.record();
        } catch (IOException failed) {
            this.miners.failed(miner.hotkey());
            this.listener.storeFailed(
                    miner, TransferFault.of(failed), String.valueOf(failed.getMessage()));
            this.messenger.drop(Map.of(miner.hotkey(), begun));
            return null;
        }
    }

    private Optional<ShardRecord> enter(
            String cid, int segment, @Nullable ShardRecord expected, ShardRecord stored) {
        // When the index goes away here the entry may stand: the new miner asks before it drops
        // anything.
        boolean stands =
                expected == null
                        ? this.index.addShard(cid, segment, stored)
                        : this.index.replaceShard(cid, segment, expected, stored);
        if (!stands) {
            this.messenger.drop(Map.of(stored.miner(), List.of(ShardId.parse(stored.rid()))));
            return Optional.empty();
        }
        return Optional.of(stored);
    }

    /** Shards by their miners, as messages want them. */
    static Map<Ss58Address, List<ShardId>> byMiner(List<ShardRecord> shards) {
        Map<Ss58Address, List<ShardId>> byMiner = new HashMap<>();
        for (ShardRecord shard : shards) {
            byMiner.computeIfAbsent(shard.miner(), _ -> new ArrayList<>())
                    .add(ShardId.parse(shard.rid()));
        }
        return byMiner;
    }
}
