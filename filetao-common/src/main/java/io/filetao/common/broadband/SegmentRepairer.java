package io.filetao.common.broadband;

import io.filetao.common.broadband.RepairReport.Outcome;
import io.filetao.common.broadband.RepairReport.Placed;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.Placement;
import io.filetao.common.proof.FileId;
import io.filetao.common.repair.RepairPlan;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.TransferFault;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Brings one segment of a file back to full health: reads any k shards that stand, rebuilds those that are missing and no others,
 * and puts them on miners that hold nothing of the segment. A shard that stands is never touched; the place of one that failed is
 * taken only once its successor is proven. May be ended at any moment and begun again, by another program too. Thread-safe.
 */
public final class SegmentRepairer {

    /** A slow source is joined by another only after this time: what is read twice costs traffic, and nobody waits. */
    private static final Duration HEDGE = Duration.ofSeconds(10);

    private static final int SENDS = 8;

    private final FileIndex index;
    private final MinerDirectory miners;
    private final Predicate<Ss58Address> registered;
    private final Function<Miner, Allowance> allowance;
    private final SegmentRestorer restorer;
    private final ShardReplacer replacer;
    private final FileCommitter committer;
    private final MinerMessenger messenger;
    private final TransferListener listener;
    private final BroadbandOptions options;
    private final SecondLook secondLook;
    private final RandomGenerator random;

    /**
     * @param registered whether a hotkey is on the subnet
     * @param allowance what a miner may be given
     * @param random places shards
     * @param listener hears of every miner that failed to serve or to take a shard
     */
    public SegmentRepairer(
            FileIndex index,
            MinerDirectory miners,
            Predicate<Ss58Address> registered,
            Function<Miner, Allowance> allowance,
            ShardFetcher fetcher,
            ShardSender sender,
            FileCommitter committer,
            MinerMessenger messenger,
            TransferListener listener,
            BroadbandOptions options,
            Bandwidth bandwidth,
            SecondLook secondLook,
            RandomGenerator random) {
        this.index = index;
        this.miners = miners;
        this.registered = registered;
        this.allowance = allowance;
        this.restorer = new SegmentRestorer(fetcher, miners, HEDGE, bandwidth);
        this.replacer =
                new ShardReplacer(index, miners, sender, messenger, listener, bandwidth, SENDS);
        this.committer = committer;
        this.messenger = messenger;
        this.listener = listener;
        this.options = options;
        this.secondLook = secondLook;
        this.random = random;
    }

    /**
     * Repairs a segment as far as that is possible now.
     *
     * @throws io.filetao.common.index.IndexUnavailableException when the index is away; nothing is lost by it
     */
    public RepairReport repair(String cid, int segment) throws InterruptedException {
        return new Run(cid, segment).run();
    }

    private final class Run {

        private final String cid;
        private final int segment;
        private final long start = System.nanoTime();
        private final List<Placed> placed = new ArrayList<>();
        private final Queue<TransferListener.FetchFailure> faults = new ConcurrentLinkedQueue<>();
        private long readBytes;
        private boolean relaxed;

        Run(String cid, int segment) {
            this.cid = cid;
            this.segment = segment;
        }

        RepairReport run() throws InterruptedException {
            FileRecord file = SegmentRepairer.this.index.find(this.cid).orElse(null);
            if (file == null || this.segment >= file.segments().size()) {
                return report(Outcome.NOTHING_TO_DO, 0, "");
            }
            RepairPlan plan = plan(file.segments().get(this.segment));
            List<Miner> answering =
                    plan.isHealthy() ? List.of() : SegmentRepairer.this.miners.answering();
            if (lookAgain(plan)) {
                file = SegmentRepairer.this.index.find(this.cid).orElse(file);
                plan = plan(file.segments().get(this.segment));
            }
            if (plan.isHealthy()) {
                return report(Outcome.NOTHING_TO_DO, plan.surplus(), "");
            }
            if (plan.isLost()) {
                return report(
                        Outcome.LOST,
                        plan.surplus(),
                        plan.k() + " shards are needed, " + plan.sources().size() + " stand");
            }
            return rebuild(file, plan, answering);
        }

        private RepairReport rebuild(FileRecord file, RepairPlan plan, List<Miner> answering)
                throws InterruptedException {
            SegmentRecord segment = file.segments().get(this.segment);
            long length = new StripeLayout(Math.toIntExact(segment.size()), plan.k()).shardLength();
            Candidates candidates = new Candidates(plan, answering, length);
            int possible = Math.min(candidates.count(), plan.missing().size());
            if (possible == 0) {
                return report(
                        Outcome.PARTIAL,
                        plan.surplus(),
                        "No miner is left that holds nothing of the segment and has room");
            }
            List<Integer> numbers = plan.missing().subList(0, possible);
            try (SegmentSpool spool =
                    SegmentSpool.create(
                            SegmentRepairer.this.options.spoolDirectory(),
                            plan.k(),
                            numbers.size())) {
                this.readBytes =
                        SegmentRepairer.this.restorer.restore(
                                file,
                                this.segment,
                                new SegmentRecord(
                                        segment.size(), plan.k(), plan.n(), plan.sources()),
                                numbers,
                                spool,
                                new Faults());
                place(file, plan, numbers, spool, length, candidates);
            } catch (SegmentLostException lost) {
                markFaults(plan);
                return report(Outcome.LOST, plan.surplus(), String.valueOf(lost.getMessage()));
            } catch (InterruptedIOException stopped) {
                throw (InterruptedException)
                        new InterruptedException("A segment was being repaired").initCause(stopped);
            } catch (IOException failed) {
                return report(Outcome.PARTIAL, plan.surplus(), String.valueOf(failed.getMessage()));
            }
            this.relaxed = candidates.relaxed();
            int lost = markFaults(plan);
            int surplus = plan.surplus() + this.placed.size() - lost;
            int missing = plan.missing().size() - this.placed.size() + lost;
            return missing == 0
                    ? report(Outcome.COMPLETE, surplus, "")
                    : report(Outcome.PARTIAL, surplus, missing + " shards are still missing");
        }

        private void place(
                FileRecord file,
                RepairPlan plan,
                List<Integer> numbers,
                SegmentSpool spool,
                long length,
                Candidates candidates)
                throws InterruptedException {
            Map<Integer, ShardRecord> unsound = new HashMap<>();
            plan.unsound().forEach(shard -> unsound.put(shard.number(), shard));
            List<Callable<Optional<ShardRecord>>> tasks = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                int number = numbers.get(i);
                int at = i;
                tasks.add(() ->
                        SegmentRepairer.this.replacer.replace(
                                file,
                                new ShardPosition(
                                        FileId.parse(file.fileId()),
                                        this.segment,
                                        number,
                                        plan.k(),
                                        plan.n()),
                                unsound.get(number),
                                spool.shard(at, length),
                                candidates::next));
            }
            List<ShardRecord> stored = all(tasks);
            stored.forEach(shard ->
                    this.placed.add(new Placed(shard.number(), shard.miner(), shard.length())));
            // Told what stands even when others failed; who is away asks before dropping anything.
            SegmentRepairer.this
                    .index
                    .find(this.cid)
                    .ifPresent(now ->
                            SegmentRepairer.this.committer.commit(
                                    now, ShardReplacer.byMiner(stored)));
            List<ShardRecord> replaced =
                    stored.stream()
                            .map(shard -> unsound.get(shard.number()))
                            .filter(Objects::nonNull)
                            .toList();
            SegmentRepairer.this.messenger.drop(ShardReplacer.byMiner(replaced));
        }

        private static List<ShardRecord> all(List<Callable<Optional<ShardRecord>>> tasks)
                throws InterruptedException {
            List<ShardRecord> stored = new ArrayList<>();
            RuntimeException failure = null;
            try (ExecutorService executor = TracedThreads.newExecutor()) {
                for (Future<Optional<ShardRecord>> outcome : executor.invokeAll(tasks)) {
                    try {
                        outcome.get().ifPresent(stored::add);
                    } catch (ExecutionException failed) {
                        failure =
                                failed.getCause() instanceof RuntimeException unchecked
                                        ? unchecked
                                        : new IllegalStateException(failed.getCause());
                    }
                }
            }
            if (stored.isEmpty() && failure != null) {
                throw failure;
            }
            return stored;
        }

        /** Has a second look at failed shards. Answers whether any entry of the index may be another one now. */
        private boolean lookAgain(RepairPlan plan) {
            boolean changed = false;
            for (ShardRecord shard : plan.unsound()) {
                if (shard.failure() != null) {
                    changed |= SegmentRepairer.this.secondLook.look(this.cid, this.segment, shard);
                }
            }
            return changed;
        }

        /** Sources that turned out to be wrong or missing are lost shards themselves. Answers how many. */
        private int markFaults(RepairPlan plan) {
            int marked = 0;
            for (TransferListener.FetchFailure fault : this.faults) {
                ShardRecord shard =
                        plan.sound().stream()
                                .filter(candidate -> candidate.rid().equals(fault.rid()))
                                .findFirst()
                                .orElse(null);
                if (shard != null
                        && SegmentRepairer.this.index.replaceShard(
                                this.cid,
                                this.segment,
                                shard,
                                shard.failed(
                                        "It could not be read for a repair: " + fault.detail()))) {
                    marked++;
                }
            }
            return marked;
        }

        private RepairPlan plan(SegmentRecord record) {
            return RepairPlan.of(
                    record, shard -> SegmentRepairer.this.registered.test(shard.miner()));
        }

        private RepairReport report(Outcome outcome, int surplus, String reason) {
            return new RepairReport(
                    this.cid,
                    this.segment,
                    outcome,
                    surplus,
                    this.placed,
                    this.readBytes,
                    this.placed.stream().mapToLong(Placed::bytes).sum(),
                    this.relaxed,
                    Duration.ofNanos(System.nanoTime() - this.start),
                    reason);
        }

        /** Passes everything on, and keeps what shows that a shard is not there. */
        private final class Faults implements TransferListener {

            @Override
            public void fetched(Miner miner, long bytes, Duration took) {
                SegmentRepairer.this.listener.fetched(miner, bytes, took);
            }

            @Override
            public void fetchFailed(FetchFailure failure) {
                if (failure.fault() == TransferFault.MISSING
                        || failure.fault() == TransferFault.WRONG_PIECE) {
                    Run.this.faults.add(failure);
                }
                SegmentRepairer.this.listener.fetchFailed(failure);
            }
        }
    }

    /** Who may take the missing shards: miners that hold nothing of the segment, then those whose shard of it failed. */
    private final class Candidates {

        private final Placement placement;
        private final Deque<Miner> lastResort = new ArrayDeque<>();
        private final int fresh;

        Candidates(RepairPlan plan, List<Miner> answering, long length) {
            Map<Miner, Allowance> allowed = new HashMap<>();
            answering.forEach(
                    miner -> allowed.put(miner, SegmentRepairer.this.allowance.apply(miner)));
            List<Miner> roomy =
                    answering.stream()
                            .filter(miner -> room(allowed, miner).room() >= length)
                            .toList();
            this.placement =
                    Placement.of(
                            roomy,
                            miner -> room(allowed, miner),
                            length,
                            SegmentRepairer.this.options.maxPerSubnet(),
                            SegmentRepairer.this.random);
            List<Ss58Address> holders = new ArrayList<>();
            for (ShardRecord shard : plan.sound()) {
                SegmentRepairer.this.miners.find(shard.miner()).ifPresent(this.placement::hold);
                holders.add(shard.miner());
            }
            for (ShardRecord shard : plan.unsound()) {
                Miner failed = SegmentRepairer.this.miners.find(shard.miner()).orElse(null);
                if (failed != null && !holders.contains(failed.hotkey())) {
                    this.placement.hold(failed);
                    this.placement.release(failed);
                    holders.add(failed.hotkey());
                    if (roomy.contains(failed) && !shard.isLeaving()) {
                        this.lastResort.add(failed);
                    }
                }
            }
            this.fresh =
                    (int) roomy.stream().filter(miner -> !holders.contains(miner.hotkey())).count();
        }

        private static Allowance room(Map<Miner, Allowance> allowed, Miner miner) {
            return allowed.getOrDefault(miner, Allowance.of(0));
        }

        int count() {
            return this.fresh + this.lastResort.size();
        }

        synchronized Optional<Miner> next() {
            Optional<Miner> next = this.placement.next();
            return next.isPresent() ? next : Optional.ofNullable(this.lastResort.poll());
        }

        boolean relaxed() {
            return this.placement.relaxed();
        }
    }
}
