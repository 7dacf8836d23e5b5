package io.filetao.validator.repair;

import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.Reason;
import io.filetao.common.repair.RepairPlan;
import io.filetao.common.repair.RepairQueue;
import io.filetao.common.repair.RepairTask;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says what has to be looked at by repair. A shard that failed only because its miner did not answer is challenged again before
 * anything is rebuilt, if the miner answers by then; when it passes it stands again, and an outage costs no traffic. A shard that failed
 * a proof gets no second look.
 *
 * <p>Every call may be repeated: what waits already is not entered twice. Calls of one
 * segment take a few Redis commands; a miner's shards are walked by a worker, page by page.
 */
public final class RepairTriggers {

    /** How the failure of a shard begins that only waits for its miner to answer again. */
    static final String DOWN = "The miner is down";

    private static final String NO_ANSWER = Reason.NO_ANSWER.text();

    private final RepairQueue queue;
    private final FileIndex index;
    private final Predicate<Ss58Address> registered;
    private final Duration patience;

    /**
     * @param registered whether a hotkey is on the subnet
     * @param patience how long a segment above its threshold waits for further losses
     */
    public RepairTriggers(
            RepairQueue queue,
            FileIndex index,
            Predicate<Ss58Address> registered,
            Duration patience) {
        this.queue = queue;
        this.index = index;
        this.registered = registered;
        this.patience = patience;
    }

    /** A shard of the segment failed, or may have. A segment that turns out to be healthy costs nothing more. */
    public void enqueue(String cid, int segment, String reason) {
        enter(cid, segment, this.patience, reason);
    }

    /**
     * A miner that is still registered does not answer any more. Segments at their threshold are repaired at once, the others when it is
     * not back for long; if it is, its shards are challenged and stand again.
     */
    public void minerDown(Ss58Address hotkey, String reason) {
        this.queue.enqueue(
                new RepairTask.Down(hotkey),
                RepairQueue.FIRST,
                Duration.ZERO,
                DOWN + ": " + reason);
    }

    /** An operator wants the shards of a miner that is still registered elsewhere, whether it answers or not. */
    public void minerLeaves(Ss58Address hotkey) {
        this.queue.enqueue(
                new RepairTask.Leaving(hotkey),
                RepairQueue.FIRST,
                Duration.ZERO,
                ShardRecord.LEAVING);
    }

    /** A miner was deregistered or replaced. */
    public void minerGone(Ss58Address hotkey) {
        this.queue.enqueue(
                new RepairTask.Gone(hotkey),
                RepairQueue.FIRST,
                Duration.ZERO,
                "The miner left the subnet");
    }

    /** Whether a shard failed only because its miner did not answer; that may be another day, or another network's fault. */
    static boolean mayStand(@Nullable String failure) {
        return failure != null && (failure.startsWith(DOWN) || failure.equals(NO_ANSWER));
    }

    /** Number of shards of a miner that can be rebuilt elsewhere; shards without redundancy are not counted. */
    public long repairable(Ss58Address miner) {
        long count = 0;
        for (int page = HeldPage.FIRST; page != HeldPage.END; ) {
            HeldPage held = this.index.held(miner, page);
            count +=
                    held.shards().stream()
                            .filter(shard ->
                                    this.index
                                            .findSegment(shard.cid(), shard.segment())
                                            .filter(segment -> segment.n() > segment.k())
                                            .isPresent())
                            .count();
            page = held.next();
        }
        return count;
    }

    /**
     * Ends the random data on a miner that is emptied: it has no redundancy to be rebuilt from, and nobody misses it.
     *
     * @param remove ends the random data of a CID
     * @param goOn asked before each page
     */
    void giveUpRandomData(Ss58Address miner, Consumer<String> remove, BooleanSupplier goOn) {
        int page = HeldPage.FIRST;
        while (page != HeldPage.END && goOn.getAsBoolean()) {
            HeldPage held = this.index.held(miner, page);
            for (HeldShard shard : held.shards()) {
                if (this.index.findClaim(shard.cid(), Claim.SYNTHETIC).isPresent()) {
                    remove.accept(shard.cid());
                }
            }
            page = held.next();
        }
    }

    /**
     * Enters every segment of which a miner holds a shard.
     *
     * @param failure written to each of its shards, null to leave them as they are
     * @param wait of segments above their threshold
     * @param goOn asked before each page
     * @return number of shards that were seen
     */
    int walk(
            Ss58Address miner,
            @Nullable String failure,
            Duration wait,
            String reason,
            BooleanSupplier goOn) {
        int seen = 0;
        int page = HeldPage.FIRST;
        while (page != HeldPage.END && goOn.getAsBoolean()) {
            HeldPage held = this.index.held(miner, page);
            for (HeldShard shard : held.shards()) {
                if (failure != null) {
                    markFailed(shard, failure);
                }
                enter(shard.cid(), shard.segment(), wait, reason);
                seen++;
            }
            page = held.next();
        }
        return seen;
    }

    private void markFailed(HeldShard held, String failure) {
        // Whoever else changes the entry meanwhile, such as a challenge that ends, must not keep
        // the mark from it.
        ShardRecord shard = toMark(held, failure);
        while (shard != null
                && !this.index.replaceShard(
                        held.cid(), held.segment(), shard, shard.failed(failure))) {
            shard = toMark(held, failure);
        }
    }

    /** The entry, unless it is gone or says something worse. */
    private @Nullable ShardRecord toMark(HeldShard held, String failure) {
        return this.index
                .findSegment(held.cid(), held.segment())
                .flatMap(segment -> segment.shard(held.rid()))
                .filter(shard -> mayMark(shard.failure(), failure))
                .orElse(null);
    }

    /** A shard that might stand again does not where its miner is emptied. */
    static boolean mayMark(@Nullable String before, String failure) {
        return before == null || failure.equals(ShardRecord.LEAVING) && mayStand(before);
    }

    private void enter(String cid, int segment, Duration wait, String reason) {
        RepairPlan plan =
                this.index
                        .findSegment(cid, segment)
                        .map(record ->
                                RepairPlan.of(record, shard -> this.registered.test(shard.miner())))
                        .orElse(null);
        // Without redundancy there is nothing to rebuild a shard from.
        if (plan != null && !plan.isHealthy() && plan.n() > plan.k()) {
            this.queue.enqueue(
                    new RepairTask.Segment(cid, segment), plan.surplus(), plan.delay(wait), reason);
        }
    }
}
