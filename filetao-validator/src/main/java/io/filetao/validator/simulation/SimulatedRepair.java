package io.filetao.validator.simulation;

import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.Placement;
import io.filetao.common.repair.RepairPlan;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.simulation.Holdings.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Repair of one validator's segments: the production's {@link RepairPlan} and {@link Placement}, the most endangered first, within the
 * bandwidth. A shard whose miner proves it after all is sound again and costs nothing.
 */
final class SimulatedRepair {

    private static final int MOST_PER_SUBNET = 2;
    private static final Duration RETRY = Duration.ofHours(1);

    private final SimulationSettings settings;
    private final SimulatedSubnet subnet;
    private final SimulatedIndex index;
    private final RandomGenerator random;
    private final Function<Miner, Allowance> allowance;
    private final Map<Integer, Task> entered = new HashMap<>();
    private final PriorityQueue<Task> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparing(Task::segment));
    private final PriorityQueue<Task> ready =
            new PriorityQueue<>(
                    Comparator.comparingInt(Task::surplus).thenComparing(Task::segment));
    private long budget;
    private long read;
    private long written;
    private long rebuilt;

    SimulatedRepair(
            SimulationSettings settings,
            SimulatedSubnet subnet,
            SimulatedIndex index,
            Function<Miner, Allowance> allowance,
            RandomGenerator random) {
        this.settings = settings;
        this.subnet = subnet;
        this.index = index;
        this.allowance = allowance;
        this.random = random;
    }

    long bytesRead() {
        return this.read;
    }

    long bytesWritten() {
        return this.written;
    }

    long shardsRebuilt() {
        return this.rebuilt;
    }

    /** A shard failed: its segment is repaired at its threshold at once, above it after some patience. */
    void failed(Place place, String reason, long block) {
        fail(place, reason, this.settings.patience(), block);
    }

    /** A miner left the subnet: every segment of which it holds a shard is repaired at once. */
    void gone(Ss58Address miner, long block) {
        lost(miner, "The miner left the subnet", Duration.ZERO, block);
    }

    /** A miner does not answer, but is still registered and may come back. */
    void down(Ss58Address miner, long block) {
        lost(miner, "The miner is down", this.settings.patience(), block);
    }

    private void lost(Ss58Address miner, String reason, Duration patience, long block) {
        for (Place place : this.index.held(miner).all()) {
            fail(place, reason, patience, block);
        }
    }

    private void fail(Place place, String reason, Duration patience, long block) {
        ShardRecord shard = this.index.shard(place);
        if (shard.failure() == null) {
            this.index.put(place.segment(), shard.failed(reason));
        }
        enter(place.segment(), patience, block);
    }

    /** Works for so many blocks' worth of bandwidth. */
    void work(long block, int blocks) {
        long each = this.settings.repairBytesPerSecond() * SimulatedSubnet.BLOCK.toSeconds();
        this.budget = Math.min(this.budget, 0) + each * blocks;
        while (!this.waiting.isEmpty() && this.waiting.element().due() <= block) {
            Task due = this.waiting.remove();
            if (this.entered.get(due.segment()) == due) {
                this.ready.add(due);
            }
        }
        while (this.budget > 0 && !this.ready.isEmpty()) {
            Task task = this.ready.remove();
            if (this.entered.remove(task.segment(), task)) {
                repair(task.segment(), block);
            }
        }
    }

    private void enter(int segment, Duration patience, long block) {
        RepairPlan plan = plan(segment);
        if (plan.isHealthy()) {
            return;
        }
        long due = block + plan.delay(patience).dividedBy(SimulatedSubnet.BLOCK);
        Task before = this.entered.get(segment);
        Task task =
                new Task(
                        segment,
                        plan.surplus(),
                        before == null ? due : Math.min(due, before.due()));
        if (!task.equals(before)) {
            this.entered.put(segment, task);
            (task.due() <= block ? this.ready : this.waiting).add(task);
        }
    }

    private void repair(int segment, long block) {
        provenAfterAll(segment, block);
        RepairPlan plan = plan(segment);
        if (plan.isHealthy()) {
            return;
        }
        int readable = 0;
        for (ShardRecord shard : plan.sound()) {
            SimulatedMiner holder = this.subnet.find(shard.miner()).orElseThrow();
            if (holder.proves(shard.rid(), block)) {
                readable++;
            } else if (holder.isUp(block) && readable < plan.k()) {
                // The reading found out.
                this.index.put(segment, shard.failed("A wrong piece"));
            }
        }
        if (readable < plan.k()) {
            again(segment, block);
            return;
        }
        rebuild(segment, block);
    }

    /** Shards that failed only because their miners were away are asked once more. */
    private void provenAfterAll(int segment, long block) {
        for (ShardRecord shard : this.index.segment(segment).shards()) {
            if (shard.failure() != null
                    && this.subnet
                            .find(shard.miner())
                            .filter(miner -> miner.proves(shard.rid(), block))
                            .isPresent()) {
                this.index.put(
                        segment,
                        shard.linked(shard.head(), shard.counter() + 1)
                                .proven(SimulatedSubnet.time(block)));
            }
        }
    }

    private void rebuild(int segment, long block) {
        RepairPlan plan = plan(segment);
        SegmentRecord record = this.index.segment(segment);
        long length = Math.ceilDiv(record.size(), record.k());
        List<Miner> answering = new ArrayList<>();
        for (SimulatedMiner miner : this.subnet.miners()) {
            if (miner.isUp(block)) {
                answering.add(miner.miner());
            }
        }
        Placement placement =
                Placement.of(answering, this.allowance, length, MOST_PER_SUBNET, this.random);
        for (ShardRecord shard : record.shards()) {
            this.subnet.find(shard.miner()).ifPresent(holder -> placement.hold(holder.miner()));
        }
        this.read += plan.k() * length;
        this.budget -= plan.k() * length;
        for (int number : plan.missing()) {
            Miner target = placement.next().orElse(null);
            if (target == null) {
                again(segment, block);
                return;
            }
            this.index.rebuild(
                    segment, number, target.hotkey(), length, SimulatedSubnet.time(block));
            this.written += length;
            this.budget -= length;
            this.rebuilt++;
        }
    }

    private void again(int segment, long block) {
        Task task =
                new Task(
                        segment,
                        plan(segment).surplus(),
                        block + RETRY.dividedBy(SimulatedSubnet.BLOCK));
        this.entered.put(segment, task);
        this.waiting.add(task);
    }

    private RepairPlan plan(int segment) {
        return RepairPlan.of(
                this.index.segment(segment), shard -> this.subnet.find(shard.miner()).isPresent());
    }

    /** A segment to repair, not before the block of {@code due}. */
    private record Task(int segment, int surplus, long due) {}
}
