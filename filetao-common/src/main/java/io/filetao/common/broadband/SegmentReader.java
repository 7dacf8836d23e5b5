package io.filetao.common.broadband;

import io.filetao.common.erasure.ReedSolomon;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.TransferFault;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.transfer.TransferListener.FetchFailure;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The wanted bytes of one segment, stripe by stripe. While every touched data shard flows nothing is decoded; when one fails, or
 * holds up a stripe for longer than the hedge, further shards are fetched from that stripe on until any k are there.
 *
 * <p>Used by one reading thread; each shard is fetched by a thread of its own.
 */
final class SegmentReader implements AutoCloseable {

    /** Stripes before the end at which the next segment is begun. */
    private static final int NEAR_END = 4;

    /** How often shards that failed for a reason that may pass are asked for again, before an answer is broken off. */
    private static final int ROUNDS = 3;

    /** Wait before the first of these rounds; before each further one twice as long. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final FileRecord file;
    private final int index;
    private final SegmentRecord segment;
    private final StripeLayout layout;
    private final int from;
    private final int to;
    private final List<CellRun> runs;
    private final ShardFetcher fetcher;
    private final MinerDirectory miners;
    private final MinerGuard guard;
    private final TransferListener listener;
    private final Hedging hedging;
    private final ReedSolomon code;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = this.lock.newCondition();
    private final List<ShardStream> streams = new ArrayList<>();
    private final LongAdder received = new LongAdder();
    private final Set<Integer> spent = new HashSet<>();

    /** Those of the spent ones that may be there again in a while. */
    private final Set<Integer> passing = new HashSet<>();

    private boolean begun;
    private int rounds;
    private long againAt;
    private int run;
    private int stripe;
    private boolean heldUp;
    private boolean closed;

    SegmentReader(
            FileRecord file,
            int index,
            int from,
            int to,
            boolean begun,
            ShardFetcher fetcher,
            MinerDirectory miners,
            MinerGuard guard,
            TransferListener listener,
            Hedging hedging) {
        this.file = file;
        this.index = index;
        this.segment = file.segments().get(index);
        this.layout = new StripeLayout(Math.toIntExact(this.segment.size()), this.segment.k());
        this.from = from;
        this.to = Math.min(to, this.layout.size());
        this.runs = CellRun.of(this.layout, from, this.to);
        this.fetcher = fetcher;
        this.miners = miners;
        this.guard = guard;
        this.listener = listener;
        this.hedging = hedging;
        this.begun = begun;
        this.code = new ReedSolomon(this.segment.k(), this.segment.n());
        this.stripe = this.runs.getFirst().first();
        this.lock.lock();
        try {
            openWanted();
        } finally {
            this.lock.unlock();
        }
    }

    /** Bytes of shards that came so far, verified, whether they were of use or not. */
    long received() {
        return this.received.sum();
    }

    /** Whether few stripes are left. */
    boolean nearEnd() {
        return this.stripe > this.runs.getLast().last() - NEAR_END;
    }

    /** Whether no stripe is left. */
    boolean ended() {
        return this.run == this.runs.size();
    }

    /**
     * The wanted bytes of the next stripe, all verified.
     *
     * @throws SegmentLostException when fewer shards than the code needs can be fetched
     */
    byte[] nextStripe() throws IOException {
        byte[] @Nullable [] cells = new byte[this.segment.n()][];
        this.lock.lock();
        try {
            awaitCells();
            for (ShardStream stream : this.streams) {
                if (stream.has(this.stripe)) {
                    cells[stream.number()] = stream.take();
                }
            }
            giveUpLaggards();
            this.begun = true;
            this.rounds = 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while reading a file")
                            .initCause(interrupted);
        } finally {
            this.lock.unlock();
        }
        byte[] bytes = wantedBytes(cells);
        advance();
        return bytes;
    }

    @Override
    public void close() {
        this.lock.lock();
        try {
            this.closed = true;
            this.streams.forEach(ShardStream::abandon);
            this.streams.clear();
        } finally {
            this.lock.unlock();
        }
    }

    /** Returns once every wanted cell of the stripe is here, or any k. */
    private void awaitCells() throws InterruptedException, SegmentLostException {
        long hedgeAt = System.nanoTime() + this.hedging.delayNanos();
        this.heldUp = false;
        while (true) {
            dropFailed();
            if (enough()) {
                return;
            }
            if (hedgeAt - System.nanoTime() <= 0) {
                this.heldUp = true;
                openSpare();
                hedgeAt = System.nanoTime() + this.hedging.delayNanos();
            }
            long wakeAt = hedgeAt;
            if (!covered() && !openMissing()) {
                wakeAt = roundAt();
            }
            this.changed.awaitNanos(Math.max(1, wakeAt - System.nanoTime()));
        }
    }

    private boolean enough() {
        BitSet here = new BitSet();
        for (ShardStream stream : this.streams) {
            if (stream.has(this.stripe)) {
                here.set(stream.number());
            }
        }
        if (here.cardinality() >= this.segment.k()) {
            return true;
        }
        BitSet missing = (BitSet) wanted().clone();
        missing.andNot(here);
        return missing.isEmpty();
    }

    /** Whether what flows can give the stripe: all wanted shards, or any k. */
    private boolean covered() {
        BitSet flowing = new BitSet();
        this.streams.forEach(stream -> flowing.set(stream.number()));
        BitSet missing = (BitSet) wanted().clone();
        missing.andNot(flowing);
        return missing.isEmpty() || flowing.cardinality() >= this.segment.k();
    }

    private void openWanted() {
        for (ShardRecord shard : candidates()) {
            if (wanted().get(shard.number()) && !flows(shard.number()) && open(shard)) {
                this.hedging.earn();
            }
        }
    }

    /** Whether enough flows now. Miners that are held back are asked when the others are too few. */
    private boolean openMissing() {
        openWanted();
        Iterator<ShardRecord> others = candidates().iterator();
        while (!covered() && others.hasNext()) {
            open(others.next());
        }
        Iterator<ShardRecord> last = candidates().iterator();
        while (!covered() && last.hasNext()) {
            insist(last.next());
        }
        return covered();
    }

    /**
     * When to look again for shards that are not there now: an answer that has begun is worth some waiting, one that has not is refused
     * at once. When it is time they count as untried.
     *
     * @throws SegmentLostException when there is nothing to wait for
     */
    private long roundAt() throws SegmentLostException {
        if (!this.begun || this.passing.isEmpty() || this.rounds == ROUNDS) {
            throw new SegmentLostException(
                    this.file.cid(), this.index, this.segment.k(), this.streams.size());
        }
        long now = System.nanoTime();
        if (this.againAt == 0) {
            this.againAt = now + (PAUSE_NANOS << this.rounds);
        } else if (this.againAt - now <= 0) {
            this.againAt = 0;
            this.rounds++;
            this.spent.removeAll(this.passing);
            this.passing.clear();
            return now;
        }
        return this.againAt;
    }

    /** Fetches as many further shards as hold the stripe up, as far as hedges are left. */
    private void openSpare() {
        int here = 0;
        for (ShardStream stream : this.streams) {
            here += stream.has(this.stripe) ? 1 : 0;
        }
        int hedges = this.hedging.take(this.segment.k() - here);
        for (ShardRecord shard : candidates()) {
            if (hedges > 0 && open(shard)) {
                hedges--;
            }
        }
        for (ShardRecord shard : candidates()) {
            if (hedges > 0 && insist(shard)) {
                hedges--;
            }
        }
        this.hedging.giveBack(hedges);
    }

    /** Shards that neither flow nor failed: sound ones first, then those whose miners failed least, and fastest. */
    private List<ShardRecord> candidates() {
        return this.segment.shards().stream()
                .filter(shard -> !this.spent.contains(shard.number()) && !flows(shard.number()))
                .sorted(
                        Comparator.comparing((ShardRecord shard) -> shard.failure() != null)
                                .thenComparing(shard -> this.miners.recentFailures(shard.miner()))
                                .thenComparing(shard -> shard.number() >= this.segment.k())
                                .thenComparing(shard -> this.miners.latencyNanos(shard.miner())))
                .toList();
    }

    private boolean flows(int number) {
        return this.streams.stream().anyMatch(stream -> stream.number() == number);
    }

    /** Whether the shard flows now: its miner is there and is not held back. */
    private boolean open(ShardRecord shard) {
        return open(shard, this.guard::tryBegin);
    }

    private boolean insist(ShardRecord shard) {
        return open(shard, miner -> Optional.of(this.guard.insist(miner)));
    }

    private boolean open(
            ShardRecord shard, Function<Ss58Address, Optional<MinerGuard.Exchange>> leave) {
        Miner miner = this.miners.find(shard.miner()).orElse(null);
        if (miner == null) {
            this.spent.add(shard.number());
            report(shard, TransferFault.UNREACHABLE, "The miner left the network");
            return false;
        }
        MinerGuard.Exchange exchange = leave.apply(shard.miner()).orElse(null);
        if (exchange == null) {
            return false;
        }
        ShardStream stream =
                new ShardStream(
                        shard,
                        miner,
                        exchange,
                        this.runs.get(this.run),
                        this.stripe,
                        this.lock,
                        this.changed,
                        this.received);
        this.streams.add(stream);
        TracedThreads.unstarted("fetch-" + shard.rid(), () -> run(stream)).start();
        return true;
    }

    private void run(ShardStream stream) {
        try (MinerGuard.Exchange _ = stream.exchange()) {
            fetch(stream);
        }
    }

    private void fetch(ShardStream stream) {
        long began = System.nanoTime();
        if (stream.fetch(this.fetcher)) {
            stream.exchange().ended(null);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            this.miners.succeeded(stream.shard().miner(), took);
            this.listener.fetched(stream.miner(), stream.shard().length(), took);
            return;
        }
        this.lock.lock();
        try {
            Exception failure = stream.failure();
            if (failure != null && !stream.abandoned()) {
                stream.exchange().ended(failure);
            }
            if (failure != null && stream.drained()) {
                failed(stream, failure);
            }
        } finally {
            this.lock.unlock();
        }
    }

    private void failed(ShardStream stream, Exception failure) {
        this.spent.add(stream.number());
        this.miners.failed(stream.shard().miner());
        TransferFault fault =
                failure instanceof IOException io
                        ? TransferFault.of(io)
                        : TransferFault.WRONG_ANSWER;
        if (fault.mayPass()) {
            this.passing.add(stream.number());
        }
        report(stream.shard(), fault, String.valueOf(failure.getMessage()));
    }

    private void dropFailed() {
        for (Iterator<ShardStream> all = this.streams.iterator(); all.hasNext(); ) {
            ShardStream stream = all.next();
            Exception failure = stream.failure();
            if (failure != null && !stream.has(this.stripe)) {
                all.remove();
                failed(stream, failure);
            }
        }
    }

    /** A stream that missed a stripe is of no use for the next ones; to blame is one that was waited for. */
    private void giveUpLaggards() {
        for (Iterator<ShardStream> all = this.streams.iterator(); all.hasNext(); ) {
            ShardStream stream = all.next();
            if (!stream.passed(this.stripe)) {
                all.remove();
                stream.abandon();
                if (this.heldUp && stream.olderThan(this.hedging.delayNanos())) {
                    stream.exchange().hung();
                    this.spent.add(stream.number());
                    this.passing.add(stream.number());
                    this.miners.failed(stream.shard().miner());
                    report(
                            stream.shard(),
                            TransferFault.TIMEOUT,
                            "It was slower than the other shards of the segment");
                }
            }
        }
    }

    private byte[] wantedBytes(byte[] @Nullable [] cells) {
        int cell = this.layout.cellLength(this.stripe);
        int[] missing = wanted().stream().filter(number -> cells[number] == null).toArray();
        this.code.restore(cells, missing, cell);
        int base = this.stripe * this.layout.stripeBytes();
        int start = Math.max(0, this.from - base);
        int end = Math.min(this.layout.stripeLength(this.stripe), this.to - base);
        byte[] bytes = new byte[end - start];
        for (int number = start / cell; number * cell < end; number++) {
            int first = Math.max(start, number * cell);
            int last = Math.min(end, (number + 1) * cell);
            byte[] source = cells[number];
            if (source == null) {
                throw new IllegalStateException("A wanted cell was not restored");
            }
            System.arraycopy(source, first - number * cell, bytes, first - start, last - first);
        }
        return bytes;
    }

    private void advance() {
        this.lock.lock();
        try {
            this.stripe++;
            if (this.stripe > this.runs.get(this.run).last()) {
                this.run++;
                this.streams.forEach(ShardStream::abandon);
                this.streams.clear();
                if (!ended() && !this.closed) {
                    this.stripe = this.runs.get(this.run).first();
                    openWanted();
                }
            }
        } finally {
            this.lock.unlock();
        }
    }

    private BitSet wanted() {
        return this.runs.get(this.run).wanted();
    }

    private void report(ShardRecord shard, TransferFault fault, String detail) {
        this.listener.fetchFailed(
                new FetchFailure(
                        this.file.cid(),
                        this.index,
                        shard.number(),
                        shard.rid(),
                        shard.miner(),
                        fault,
                        detail));
    }
}
