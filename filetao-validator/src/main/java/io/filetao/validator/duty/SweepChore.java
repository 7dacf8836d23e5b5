package io.filetao.validator.duty;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.ShardGeometry;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.proof.Verdict;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardTargets;
import io.filetao.common.transfer.SweepRunner;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Scoreboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Once an epoch for each miner: blocks drawn over all that it holds, proven in one answer. It finds a loss of one per cent with 99 per
 * cent, wherever that is; which shards are gone is then asked one by one. A sweep counts as a challenge. Miners take turns over the
 * epoch's rounds, by uid.
 */
final class SweepChore implements Chore {

    private static final Round ROUND =
            new Round(Task.CHALLENGE, Duration.ofSeconds(60), "It did not answer a sweep in time");

    /** Most shards that one sweep is drawn over; of a larger inventory each epoch takes a part that only its key tells. */
    private static final int INVENTORY = 2_000;

    /** Shards that are looked at one by one after a sweep has failed. */
    private static final int SUSPECTS = 8;

    private final Roster roster;
    private final FileIndex index;
    private final Inventory inventory;
    private final SweepRunner sweeps;
    private final AuditKeys keys;
    private final MinerProofs proofs;
    private final Scoreboard scores;
    private final int everyBlocks;

    SweepChore(
            Roster roster,
            FileIndex index,
            Inventory inventory,
            SweepRunner sweeps,
            AuditKeys keys,
            MinerProofs proofs,
            Scoreboard scores,
            int everyBlocks) {
        this.roster = roster;
        this.index = index;
        this.inventory = inventory;
        this.sweeps = sweeps;
        this.keys = keys;
        this.proofs = proofs;
        this.scores = scores;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public int everyBlocks() {
        return this.everyBlocks;
    }

    @Override
    public Duration timeout() {
        return ROUND.timeout();
    }

    @Override
    public ChoreOutcome run(Tick tick) throws InterruptedException {
        long turns = Math.max(1, Beacons.EPOCH_BLOCKS / this.everyBlocks);
        long turn = tick.block().number() / this.everyBlocks;
        List<Roster.Entry> asked =
                this.roster.eligible().stream()
                        .filter(entry -> isTurn(entry.miner().uid(), turn, turns))
                        .toList();
        return ROUND.run(
                tick,
                asked,
                entry -> sweep(entry, Math.toIntExact(turn / turns)),
                this.roster::answers,
                this.scores);
    }

    /** Whether a uid has its turn: each once in so many turns. */
    static boolean isTurn(int uid, long turn, long turns) {
        return Math.floorMod(turn, turns) == uid % turns;
    }

    private Optional<Interaction> sweep(Roster.Entry entry, int epoch) {
        List<ShardTarget> targets = targets(entry, epoch);
        return this.sweeps
                .sample(entry.miner().peer(), targets, SweepRunner.ONE_PER_CENT)
                .map(swept -> {
                    String reason =
                            swept.verdict() instanceof Verdict.Rejected rejected
                                    ? "Sweep: " + rejected.detail()
                                    : "";
                    if (!reason.isEmpty()) {
                        this.proofs.ask(
                                entry.miner(),
                                this.inventory.pick(entry.miner().hotkey(), SUSPECTS));
                    }
                    return new Interaction(
                            entry.rated(),
                            reason.isEmpty(),
                            reason,
                            swept.took().toNanos() / 1e9,
                            swept.blocks() * (long) ShardGeometry.BLOCK_BYTES,
                            null,
                            null);
                });
    }

    /** What the miner holds by the index, without what is known to have failed. */
    private List<ShardTarget> targets(Roster.Entry entry, int epoch) {
        List<ShardTarget> targets = new ArrayList<>();
        int page = HeldPage.FIRST;
        long skipped = 0;
        long held = this.index.heldShards(entry.miner().hotkey());
        int parts = Math.toIntExact(Math.max(1, Math.ceilDiv(held, INVENTORY)));
        long part = this.keys.epoch(epoch).sweepPart(entry.miner().hotkey(), parts);
        while (page != HeldPage.END && targets.size() < INVENTORY) {
            HeldPage read = this.index.held(entry.miner().hotkey(), page);
            page = read.next();
            skipped += read.shards().size();
            if (skipped > part * INVENTORY) {
                for (HeldShard place : read.shards()) {
                    this.inventory
                            .entry(place)
                            .map(Inventory.Found::shard)
                            .filter(shard -> shard.failure() == null)
                            .ifPresent(shard -> targets.add(ShardTargets.of(shard)));
                }
            }
        }
        return targets;
    }
}
