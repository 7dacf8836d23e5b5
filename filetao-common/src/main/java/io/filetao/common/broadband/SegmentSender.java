package io.filetao.common.broadband;

import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.NotEnoughMinersException;
import io.filetao.common.network.Placement;
import io.filetao.common.network.Redundancy;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.MinerHeldBackException;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.ShardSource;
import io.filetao.common.transfer.StoredShard;
import io.filetao.common.transfer.TransferFault;
import io.filetao.common.transfer.TransferListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends the n shards of one segment to n miners at once. A miner that fails is replaced by another; one that takes much longer
 * than the others is raced by another, and the first of the two counts. The segment stands when all shards are proven, or when
 * enough for the acknowledgement are and the rest has had as long again; repair completes it then.
 */
final class SegmentSender {

    /** A shard is raced when it takes this many times as long as the middle one of those that are proven. */
    private static final int SLOW_FACTOR = 3;

    /** How often a miner that failed for a passing reason is asked again when no other is left. */
    private static final int SECOND_CHANCES = 2;

    private final ShardSender sender;
    private final MinerDirectory miners;
    private final MinerGuard guard;
    private final TransferListener listener;
    private final Duration hedge;

    SegmentSender(
            ShardSender sender,
            MinerDirectory miners,
            MinerGuard guard,
            TransferListener listener,
            Duration hedge) {
        this.sender = sender;
        this.miners = miners;
        this.guard = guard;
        this.listener = listener;
        this.hedge = hedge;
    }

    /**
     * Sends all shards; when it returns or throws nothing is under way any more.
     *
     * @param position of the shard of a number
     * @param shards source of the shard of a number
     * @throws NotEnoughMinersException when fewer shards than the acknowledgement needs are proven
     */
    SegmentRecord send(
            long size,
            Redundancy redundancy,
            Placement placement,
            IntFunction<ShardPosition> position,
            IntFunction<ShardSource> shards,
            SentShards sent)
            throws InterruptedException {
        try (Run run = new Run(redundancy, placement, position, shards, sent)) {
            List<ShardRecord> proven = run.await();
            return new SegmentRecord(size, redundancy.k(), redundancy.n(), proven);
        }
    }

    private final class Run implements AutoCloseable {

        private final Redundancy redundancy;
        private final Placement placement;
        private final IntFunction<ShardPosition> position;
        private final IntFunction<ShardSource> shards;
        private final SentShards sent;
        private final ExecutorService executor = TracedThreads.newExecutor();
        private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        private final Map<Integer, ShardRecord> proven = new HashMap<>();
        private final Map<Integer, List<Attempt>> running = new HashMap<>();
        private final List<Long> times = new ArrayList<>();
        private final Set<Integer> unplaced = new HashSet<>();
        private final List<Miner> secondChances = new ArrayList<>();
        private final Map<Miner, Integer> chancesTaken = new HashMap<>();
        private final long start = System.nanoTime();
        private long acknowledgedAfter;
        private String lastFailure = "";

        Run(
                Redundancy redundancy,
                Placement placement,
                IntFunction<ShardPosition> position,
                IntFunction<ShardSource> shards,
                SentShards sent) {
            this.redundancy = redundancy;
            this.placement = placement;
            this.position = position;
            this.shards = shards;
            this.sent = sent;
        }

        List<ShardRecord> await() throws InterruptedException {
            for (int number = 0; number < this.redundancy.n(); number++) {
                place(number);
            }
            while (!finished()) {
                Outcome outcome = this.outcomes.poll(nextEvent(), TimeUnit.NANOSECONDS);
                if (outcome == null) {
                    raceSlowOnes();
                } else if (outcome.stored() != null) {
                    succeeded(outcome, outcome.stored());
                } else {
                    failed(outcome);
                }
            }
            if (this.proven.size() < this.redundancy.acknowledgedAt()) {
                throw new NotEnoughMinersException(
                        this.redundancy.acknowledgedAt(),
                        this.proven.size(),
                        "Too few miners took a segment: "
                                + this.redundancy.acknowledgedAt()
                                + " proven shards are needed, "
                                + this.proven.size()
                                + " stand"
                                + this.lastFailure
                                + "; try again when more miners are online");
            }
            return this.proven.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public void close() {
            this.executor.shutdownNow();
            this.executor.close();
        }

        private boolean finished() {
            int acknowledged = this.redundancy.acknowledgedAt();
            if (this.running.isEmpty()) {
                return true;
            }
            int possible = this.proven.size() + this.running.size();
            if (possible < acknowledged) {
                return true;
            }
            return this.acknowledgedAfter > 0 && System.nanoTime() - this.start >= graceEnd();
        }

        /** Once enough are proven the others get as long again, and at least time for a race. */
        private long graceEnd() {
            return this.acknowledgedAfter
                    + Math.max(this.acknowledgedAfter, 2 * SegmentSender.this.hedge.toNanos());
        }

        private void place(int number) {
            Optional<Miner> next = this.placement.next();
            if (next.isEmpty() && !this.secondChances.isEmpty()) {
                next = Optional.of(this.secondChances.removeFirst());
            }
            if (next.isEmpty()) {
                this.unplaced.add(number);
            } else {
                launch(number, next.get());
            }
        }

        private void launch(int number, Miner miner) {
            long began = System.nanoTime();
            MinerGuard.Exchange exchange = begin(miner);
            Future<?> future =
                    this.executor.submit(
                            () -> this.outcomes.add(attempt(number, miner, exchange, began)));
            this.running
                    .computeIfAbsent(number, _ -> new ArrayList<>())
                    .add(new Attempt(miner, exchange, began, future));
        }

        /** A miner that is held back is asked when no other is left. */
        private MinerGuard.@Nullable Exchange begin(Miner miner) {
            return this.chancesTaken.containsKey(miner)
                    ? SegmentSender.this.guard.insist(miner.hotkey())
                    : SegmentSender.this.guard.tryBegin(miner.hotkey()).orElse(null);
        }

        private Outcome attempt(
                int number, Miner miner, MinerGuard.@Nullable Exchange exchange, long began) {
            if (exchange == null) {
                return new Outcome(
                        number,
                        miner,
                        began,
                        null,
                        new MinerHeldBackException(miner + " fails or is busy; others are asked"));
            }
            try (exchange) {
                Outcome outcome = attempt(number, miner, began);
                exchange.ended(outcome.failure());
                return outcome;
            }
        }

        private Outcome attempt(int number, Miner miner, long began) {
            try {
                StoredShard stored =
                        SegmentSender.this.sender.send(
                                miner,
                                this.position.apply(number),
                                this.shards.apply(number),
                                rid -> this.sent.begun(miner, rid));
                return new Outcome(number, miner, began, stored, null);
            } catch (IOException | RuntimeException failure) {
                return new Outcome(number, miner, began, null, failure);
            }
        }

        private void succeeded(Outcome outcome, StoredShard stored) {
            int number = outcome.number();
            Duration took = Duration.ofNanos(System.nanoTime() - outcome.began());
            SegmentSender.this.miners.succeeded(outcome.miner().hotkey(), took);
            SegmentSender.this.listener.stored(outcome.miner(), stored.record().length(), took);
            List<Attempt> attempts = this.running.remove(number);
            if (attempts == null) {
                this.placement.release(outcome.miner());
                return;
            }
            this.proven.put(number, stored.record());
            this.times.add(took.toNanos());
            for (Attempt other : attempts) {
                if (!other.miner().equals(outcome.miner())) {
                    other.overtaken(outcome.began());
                    other.future().cancel(true);
                    this.placement.release(other.miner());
                }
            }
            if (this.proven.size() == this.redundancy.acknowledgedAt()) {
                this.acknowledgedAfter = Math.max(1, System.nanoTime() - this.start);
            }
        }

        private void failed(Outcome outcome) {
            int number = outcome.number();
            Miner miner = outcome.miner();
            List<Attempt> attempts = this.running.get(number);
            if (attempts == null) {
                return;
            }
            attempts.removeIf(attempt -> attempt.miner().equals(miner));
            this.placement.release(miner);
            report(miner, outcome.failure());
            if (attempts.isEmpty()) {
                this.running.remove(number);
                place(number);
            }
            while (!this.unplaced.isEmpty() && !this.secondChances.isEmpty()) {
                int waiting = this.unplaced.iterator().next();
                this.unplaced.remove(waiting);
                place(waiting);
            }
        }

        private void report(Miner miner, @Nullable Exception failure) {
            String detail = String.valueOf(failure == null ? null : failure.getMessage());
            TransferFault fault =
                    failure instanceof IOException io
                            ? TransferFault.of(io)
                            : TransferFault.WRONG_ANSWER;
            this.lastFailure = " (last failure: " + detail + ")";
            boolean heldBack = failure instanceof MinerHeldBackException;
            if (!heldBack) {
                SegmentSender.this.miners.failed(miner.hotkey());
                SegmentSender.this.listener.storeFailed(miner, fault, detail);
            }
            boolean passing =
                    heldBack
                            || fault == TransferFault.UNREACHABLE
                            || fault == TransferFault.REFUSED;
            if (passing && this.chancesTaken.merge(miner, 1, Integer::sum) <= SECOND_CHANCES) {
                this.secondChances.add(miner);
            }
        }

        private void raceSlowOnes() {
            long now = System.nanoTime();
            for (Map.Entry<Integer, List<Attempt>> entry : new HashMap<>(this.running).entrySet()) {
                List<Attempt> attempts = entry.getValue();
                if (attempts.size() == 1 && now - attempts.getFirst().began() >= slow()) {
                    this.placement.next().ifPresent(miner -> launch(entry.getKey(), miner));
                }
            }
        }

        /** Nanoseconds after which an attempt is slow; nothing is slow before a third of the shards is proven. */
        private long slow() {
            if (this.proven.size() * 3 < this.redundancy.n()) {
                return Long.MAX_VALUE;
            }
            long middle = this.times.stream().sorted().toList().get(this.times.size() / 2);
            return Math.max(SegmentSender.this.hedge.toNanos(), SLOW_FACTOR * middle);
        }

        /** Nanoseconds until something may have to be done without an outcome. */
        private long nextEvent() {
            long tick = Math.max(1, SegmentSender.this.hedge.toNanos() / 4);
            if (this.acknowledgedAfter > 0) {
                return Math.clamp(graceEnd() - (System.nanoTime() - this.start), 1, tick);
            }
            return tick;
        }
    }

    private record Attempt(
            Miner miner, MinerGuard.@Nullable Exchange exchange, long began, Future<?> future) {

        /** An attempt that began later won the race. */
        void overtaken(long winnerBegan) {
            if (this.exchange != null && winnerBegan - this.began > 0) {
                this.exchange.hung();
            }
        }
    }

    private record Outcome(
            int number,
            Miner miner,
            long began,
            @Nullable StoredShard stored,
            @Nullable Exception failure) {}
}
