package io.filetao.common.broadband;

import io.filetao.common.broadband.RepairReport.Outcome;
import io.filetao.common.broadband.RepairReport.Placed;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.Placement;
import io.filetao.common.proof.FileId;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.TransferListener;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Moves shards that stand from one miner to another: copy, proof, entry in the index, and only then the old one is dropped. The
 * number of shards of a segment stays what it was. Thread-safe.
 */
public final class ShardMover {

    private static final int SENDS = 2;

    private final FileIndex index;
    private final MinerDirectory miners;
    private final ShardFetcher fetcher;
    private final ShardReplacer replacer;
    private final FileCommitter committer;
    private final MinerMessenger messenger;
    private final TransferListener listener;
    private final BroadbandOptions options;
    private final Bandwidth bandwidth;
    private final RandomGenerator random;

    public ShardMover(
            FileIndex index,
            MinerDirectory miners,
            ShardFetcher fetcher,
            ShardSender sender,
            FileCommitter committer,
            MinerMessenger messenger,
            TransferListener listener,
            BroadbandOptions options,
            Bandwidth bandwidth,
            RandomGenerator random) {
        this.index = index;
        this.miners = miners;
        this.fetcher = fetcher;
        this.replacer =
                new ShardReplacer(index, miners, sender, messenger, listener, bandwidth, SENDS);
        this.committer = committer;
        this.messenger = messenger;
        this.listener = listener;
        this.options = options;
        this.bandwidth = bandwidth;
        this.random = random;
    }

    /**
     * Moves a shard to one of the given miners, to one that holds nothing of its segment and shares owner and subnet with no more
     * holders than the old one did. A shard that failed, or went meanwhile, is left alone.
     *
     * @param targets miners that answer and have room for it
     */
    public RepairReport move(HeldShard held, Collection<Miner> targets)
            throws InterruptedException {
        long start = System.nanoTime();
        FileRecord file = this.index.find(held.cid()).orElse(null);
        if (file == null || held.segment() >= file.segments().size()) {
            return report(held, Outcome.NOTHING_TO_DO, null, start, "The file is gone");
        }
        SegmentRecord segment = file.segments().get(held.segment());
        ShardRecord shard = segment.shard(held.rid()).orElse(null);
        Miner from =
                shard == null || shard.failure() != null
                        ? null
                        : this.miners.find(shard.miner()).orElse(null);
        if (shard == null || from == null) {
            return report(held, Outcome.NOTHING_TO_DO, null, start, "The shard does not stand");
        }
        Miner to = target(segment, shard, from, targets).orElse(null);
        if (to == null) {
            return report(
                    held, Outcome.NOTHING_TO_DO, null, start, "No miner fits the shard better");
        }
        try (SegmentSpool spool =
                SegmentSpool.create(this.options.spoolDirectory(), segment.k(), 1)) {
            this.bandwidth.take(shard.length());
            long began = System.nanoTime();
            try (OutputStream sink = spool.sink(0)) {
                this.fetcher.fetch(from, shard, 0, shard.length(), sink);
            }
            this.listener.fetched(
                    from, shard.length(), Duration.ofNanos(System.nanoTime() - began));
            ShardRecord moved =
                    this.replacer
                            .replace(
                                    file,
                                    new ShardPosition(
                                            FileId.parse(file.fileId()),
                                            held.segment(),
                                            shard.number(),
                                            segment.k(),
                                            segment.n()),
                                    shard,
                                    spool.shard(0, shard.length()),
                                    new Once(to)::next)
                            .orElse(null);
            if (moved == null) {
                return report(held, Outcome.PARTIAL, null, start, to + " did not take it");
            }
            this.index
                    .find(held.cid())
                    .ifPresent(now ->
                            this.committer.commit(now, ShardReplacer.byMiner(List.of(moved))));
            this.messenger.drop(ShardReplacer.byMiner(List.of(shard)));
            return report(held, Outcome.COMPLETE, moved, start, "");
        } catch (IOException failed) {
            return report(held, Outcome.PARTIAL, null, start, String.valueOf(failed.getMessage()));
        }
    }

    private Optional<Miner> target(
            SegmentRecord segment, ShardRecord shard, Miner from, Collection<Miner> targets) {
        Placement placement =
                Placement.of(
                        targets,
                        _ -> Allowance.of(shard.length()),
                        shard.length(),
                        this.options.maxPerSubnet(),
                        this.random);
        for (ShardRecord other : segment.shards()) {
            if (other.number() != shard.number()) {
                this.miners.find(other.miner()).ifPresent(placement::hold);
            }
        }
        int before = placement.brokenRules(from);
        placement.hold(from);
        placement.release(from);
        return placement.next().filter(to -> breaks(placement, to) <= before);
    }

    /** As {@link Placement#brokenRules} of a miner that counts as a holder by now. */
    private static int breaks(Placement placement, Miner holder) {
        placement.release(holder);
        return placement.brokenRules(holder);
    }

    private static RepairReport report(
            HeldShard held,
            Outcome outcome,
            @Nullable ShardRecord moved,
            long start,
            String reason) {
        long bytes = moved == null ? 0 : moved.length();
        return new RepairReport(
                held.cid(),
                held.segment(),
                outcome,
                0,
                moved == null
                        ? List.of()
                        : List.of(new Placed(moved.number(), moved.miner(), bytes)),
                bytes,
                bytes,
                false,
                Duration.ofNanos(System.nanoTime() - start),
                reason);
    }

    /** Offers one miner, once. */
    private static final class Once {

        private Optional<Miner> miner;

        Once(Miner miner) {
            this.miner = Optional.of(miner);
        }

        Optional<Miner> next() {
            Optional<Miner> only = this.miner;
            this.miner = Optional.empty();
            return only;
        }
    }
}
