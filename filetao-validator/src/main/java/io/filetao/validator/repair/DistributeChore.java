package io.filetao.validator.repair;

import io.filetao.common.broadband.RepairReport;
import io.filetao.common.broadband.RepairReport.Outcome;
import io.filetao.common.broadband.ShardMover;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.HeldShard;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Levels the load: moves a few shards from the fullest miners to the emptiest. Redundancy stays what it is. */
final class DistributeChore implements Chore {

    /** Random shards of a giver that are tried before it is left alone. */
    private static final int TRIES = 4;

    private final FileIndex index;
    private final MinerDirectory miners;
    private final Function<Miner, Allowance> allowance;
    private final ShardMover mover;
    private final RepairListener listener;
    private final RepairProperties properties;
    private final RandomGenerator random;

    DistributeChore(
            FileIndex index,
            MinerDirectory miners,
            Function<Miner, Allowance> allowance,
            ShardMover mover,
            RepairListener listener,
            RepairProperties properties,
            RandomGenerator random) {
        this.index = index;
        this.miners = miners;
        this.allowance = allowance;
        this.mover = mover;
        this.listener = listener;
        this.properties = properties;
        this.random = random;
    }

    @Override
    public String name() {
        return "distribute";
    }

    @Override
    public int everyBlocks() {
        return 30;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(6);
    }

    @Override
    public ChoreOutcome run(Tick tick) throws InterruptedException {
        Map<Ss58Address, Miner> answering = new HashMap<>();
        Map<Ss58Address, Long> bytes = new HashMap<>();
        for (Miner miner : this.miners.answering()) {
            answering.put(miner.hotkey(), miner);
            bytes.put(miner.hotkey(), this.index.usedBytes(miner.hotkey()));
        }
        Levelling levelling = new Levelling(bytes, this.properties.tolerance());
        int moved = 0;
        int failed = 0;
        Map<Ss58Address, Integer> tries = new HashMap<>();
        while (moved + failed < this.properties.moves()) {
            Ss58Address giver = levelling.giver().orElse(null);
            if (giver == null) {
                break;
            }
            RepairReport report = move(giver, levelling, answering);
            if (report != null) {
                this.listener.moved(report);
            }
            if (report != null && report.outcome() == Outcome.COMPLETE) {
                RepairReport.Placed placed = report.placed().getFirst();
                levelling.moved(giver, placed.miner(), placed.bytes());
                moved++;
                continue;
            }
            failed += report != null && report.outcome() == Outcome.PARTIAL ? 1 : 0;
            if (tries.merge(giver, 1, Integer::sum) >= TRIES) {
                levelling.exclude(giver);
            }
        }
        return ChoreOutcome.of(moved + failed, failed);
    }

    private @Nullable RepairReport move(
            Ss58Address giver, Levelling levelling, Map<Ss58Address, Miner> answering)
            throws InterruptedException {
        HeldShard held = this.index.randomShard(giver, this.random).orElse(null);
        if (held == null) {
            return null;
        }
        long length =
                this.index
                        .findSegment(held.cid(), held.segment())
                        .flatMap(segment -> segment.shards().stream().findFirst())
                        .map(shard -> shard.length())
                        .orElse(Long.MAX_VALUE / 2);
        List<Miner> takers =
                levelling.takers(length).stream()
                        .map(answering::get)
                        .filter(miner -> miner != null && mayTake(miner, length))
                        .toList();
        return takers.isEmpty() ? null : this.mover.move(held, takers);
    }

    private boolean mayTake(Miner miner, long length) {
        Allowance allowed = this.allowance.apply(miner);
        return !allowed.onProbation() && allowed.room() >= length;
    }
}
