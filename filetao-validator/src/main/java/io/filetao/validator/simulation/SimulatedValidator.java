package io.filetao.validator.simulation;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.Placement;
import io.filetao.common.network.RedundancyPolicy;
import io.filetao.common.network.UidSelector;
import io.filetao.common.stats.Standing;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.BatchReward;
import io.filetao.validator.reward.Outcome;
import io.filetao.validator.reward.Reward;
import io.filetao.validator.reward.Task;
import io.filetao.validator.reward.WeightVector;
import io.filetao.validator.score.Progress;
import io.filetao.validator.simulation.Holdings.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One validator: its rounds, its opinion of each miner, and its segments. Touches nothing that others share while it works. */
final class SimulatedValidator {

    static final int ROUND = 3;

    private static final int WINDOW = 720;
    private static final int RETRIEVE_ROUNDS = 5;
    private static final int MONITOR_ROUNDS = 5;
    private static final int CHALLENGED = 10;
    private static final int STORED_ON = 15;
    private static final int RETRIEVED_FROM = 10;
    private static final int PINGED = 40;
    private static final int MISSES = 5;
    private static final int SWEPT_BLOCKS = 459;
    private static final long BLOCK_BYTES = 4096;
    private static final int SUSPECTS = 8;
    private static final int MOST_PER_SUBNET = 2;
    private static final long PIECE_BYTES = 1L << 20;

    private final Ss58Address hotkey;
    private final SimulatedSubnet subnet;
    private final SplittableRandom random;
    private final SimulatedIndex index;
    private final SimulatedRepair repair;
    private final Allowances synthetic;
    private final TierTable tiers = TierTable.DEFAULT;
    private final Progress progress = new Progress(this.tiers);
    private final BatchReward stored = BatchReward.of(Task.STORE);
    private final BatchReward challenged = BatchReward.of(Task.CHALLENGE);
    private final BatchReward retrieved = BatchReward.of(Task.RETRIEVE);
    private final BatchReward monitored = BatchReward.of(Task.MONITOR);
    private final List<Integer> uids;
    private final Standing[] standings;
    private final Map<Ss58Address, Long> detected = new HashMap<>();
    private final Mobility mobility = new Mobility();
    private long window;

    SimulatedValidator(int number, SimulationSettings settings, SimulatedSubnet subnet) {
        this.hotkey = subnet.validator(number);
        this.subnet = subnet;
        this.random = new SplittableRandom(settings.seed() * 31 + number + 1);
        this.index = new SimulatedIndex(this.random);
        this.repair = new SimulatedRepair(settings, subnet, this.index, this::room, this.random);
        this.synthetic = new Allowances(settings.miners(), this.random);
        this.uids = IntStream.range(0, settings.miners()).boxed().toList();
        this.standings = new Standing[settings.miners()];
        for (int i = 0; i < settings.segments(); i++) {
            this.index.place(
                    settings.segmentBytes(),
                    RedundancyPolicy.DEFAULT.choose(settings.miners(), Long.MAX_VALUE),
                    placement(settings.segmentBytes()));
        }
    }

    /** Learns who left. */
    void turn(List<SimulatedMiner> left, long block) {
        for (SimulatedMiner miner : left) {
            this.repair.gone(miner.miner().hotkey(), block);
        }
    }

    /** All rounds from one block on, and one sweep of each miner. */
    void run(long from, int blocks) {
        for (long block = from; block < from + blocks; block += ROUND) {
            Block now = this.subnet.block(block);
            round(now);
            sweepWhoseTurnItIs(now, ROUND, blocks);
        }
        if (from + blocks - this.window >= WINDOW) {
            endWindow(from + blocks);
        }
    }

    /** What it sets on chain now. */
    SortedMap<Integer, Integer> weights(Hyperparameters chain) {
        SortedMap<Integer, Double> scores = new TreeMap<>();
        for (int uid : this.uids) {
            scores.put(uid, standing(this.subnet.miner(uid)).score());
        }
        return WeightVector.of(scores, chain);
    }

    SimulatedRepair repair() {
        return this.repair;
    }

    Mobility mobility() {
        return this.mobility;
    }

    /** Block in which a miner was first caught, by hotkey; absent while it was not. */
    Map<Ss58Address, Long> detected() {
        return this.detected;
    }

    String tier(SimulatedMiner miner) {
        return standing(miner).tier();
    }

    /** For each segment the shards that truly stand beyond those it needs; negative when it is lost. */
    int[] surpluses() {
        int[] surpluses = new int[this.index.size()];
        for (int i = 0; i < surpluses.length; i++) {
            SegmentRecord segment = this.index.segment(i);
            int standing = 0;
            for (ShardRecord shard : segment.shards()) {
                standing +=
                        this.subnet
                                        .find(shard.miner())
                                        .filter(miner -> miner.behaviour().keeps(shard.rid()))
                                        .isPresent()
                                ? 1
                                : 0;
            }
            surpluses[i] = standing - segment.k();
        }
        return surpluses;
    }

    private void round(Block block) {
        long number = block.number() / ROUND;
        challenge(block);
        store(block);
        if (number % RETRIEVE_ROUNDS == 0) {
            retrieve(block);
        }
        if (number % MONITOR_ROUNDS == 0) {
            monitor(block);
        }
        this.repair.work(block.number(), ROUND);
    }

    private void challenge(Block block) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "challenge", CHALLENGED)) {
            Holdings held = this.index.held(miner.miner().hotkey());
            // Half of the challenges go to those unchecked for longest, half to random ones; a
            // miner without users' shards is asked for
            // a synthetic one.
            Place place =
                    held.size() == 0
                            ? null
                            : this.random.nextBoolean() ? held.next() : held.random(this.random);
            String rid = place == null ? this.index.rid() : this.index.shard(place).rid();
            long bytes = place == null ? PIECE_BYTES : this.index.shard(place).length();
            boolean passed = miner.proves(rid, block.number());
            if (place != null && this.index.shard(place).failure() != null) {
                // What failed before was punished then.
                continue;
            }
            if (!passed) {
                if (miner.isUp(block.number())) {
                    caught(miner, block.number());
                }
                if (place != null) {
                    this.repair.failed(place, "The challenge failed", block.number());
                }
            }
            batch.add(outcome(miner, passed, bytes));
        }
        score(this.challenged, Task.CHALLENGE, batch, block);
    }

    private void store(Block block) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "store", STORED_ON)) {
            long bytes = this.synthetic.draw(miner.uid(), block.number());
            if (bytes > 0) {
                batch.add(outcome(miner, miner.isUp(block.number()), bytes));
            }
        }
        score(this.stored, Task.STORE, batch, block);
    }

    private void retrieve(Block block) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "retrieve", RETRIEVED_FROM)) {
            Holdings held = this.index.held(miner.miner().hotkey());
            if (held.size() > 0) {
                Place place = held.random(this.random);
                boolean answered = miner.proves(this.index.shard(place).rid(), block.number());
                if (!answered) {
                    if (miner.isUp(block.number())) {
                        caught(miner, block.number());
                    }
                    this.repair.failed(place, "It was not retrieved", block.number());
                }
                batch.add(outcome(miner, answered, PIECE_BYTES));
            }
        }
        score(this.retrieved, Task.RETRIEVE, batch, block);
    }

    private void monitor(Block block) {
        List<Outcome> punished = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "monitor", PINGED)) {
            Standing before = standing(miner);
            if (miner.isUp(block.number())) {
                if (before.misses() > 0) {
                    this.standings[miner.uid()] = before.withMisses(0, null);
                }
            } else {
                int misses = before.misses() + 1;
                this.standings[miner.uid()] = before.withMisses(misses, null);
                if (misses >= MISSES) {
                    if (misses == MISSES) {
                        this.repair.down(miner.miner().hotkey(), block.number());
                    }
                    punished.add(outcome(miner, false, 0));
                }
            }
        }
        score(this.monitored, Task.MONITOR, punished, block);
    }

    private void sweepWhoseTurnItIs(Block block, int blocks, int epoch) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : this.subnet.miners()) {
            long turn = (long) miner.uid() * epoch / this.subnet.miners().size();
            long place = block.number() % epoch;
            if (turn >= place && turn < place + blocks) {
                boolean passed = miner.isUp(block.number()) && sweep(miner, block.number());
                batch.add(outcome(miner, passed, SWEPT_BLOCKS * BLOCK_BYTES));
            }
        }
        score(this.challenged, Task.CHALLENGE, batch, block);
    }

    /** c blocks drawn from all of a miner's shards miss the lost share f with probability (1-f)^c. */
    private boolean sweep(SimulatedMiner miner, long block) {
        Holdings held = this.index.held(miner.miner().hotkey());
        if (!miner.behaviour().cheats() || held.size() == 0) {
            return true;
        }
        long sound = 0;
        long lost = 0;
        for (Place place : held.all()) {
            ShardRecord shard = this.index.shard(place);
            if (shard.failure() == null) {
                sound++;
                lost += miner.behaviour().keeps(shard.rid()) ? 0 : 1;
            }
        }
        double missed = lost == 0 ? 1 : StrictMath.pow(1 - lost / (double) sound, SWEPT_BLOCKS);
        if (this.random.nextDouble() < missed) {
            return true;
        }
        caught(miner, block);
        for (int i = 0; i < SUSPECTS; i++) {
            Place place = held.random(this.random);
            if (!miner.behaviour().keeps(this.index.shard(place).rid())) {
                this.repair.failed(place, "The sweep failed", block);
            }
        }
        return false;
    }

    private void endWindow(long block) {
        this.window = block;
        for (int uid : this.uids) {
            SimulatedMiner miner = this.subnet.miner(uid);
            Standing before = standing(miner);
            Standing after = this.progress.reset(before, block);
            this.mobility.moved(this.tiers, before.tier(), after.tier());
            this.standings[uid] = after;
        }
    }

    private void score(BatchReward reward, Task task, List<Outcome> batch, Block block) {
        Instant now = block.time();
        List<Reward> rewards = reward.of(batch);
        for (int i = 0; i < rewards.size(); i++) {
            SimulatedMiner miner = this.subnet.find(batch.get(i).hotkey()).orElseThrow();
            this.standings[miner.uid()] =
                    this.progress.after(
                            standing(miner),
                            task,
                            batch.get(i).success(),
                            rewards.get(i).reward(),
                            now);
        }
    }

    private List<SimulatedMiner> chosen(Block block, String task, int k) {
        return UidSelector.select(block.hash(), task, this.hotkey, this.uids, k).stream()
                .map(this.subnet::miner)
                .toList();
    }

    private Outcome outcome(SimulatedMiner miner, boolean success, long bytes) {
        return new Outcome(
                miner.miner().hotkey(),
                tierOf(standing(miner)),
                success,
                success ? miner.seconds(bytes, this.random) : 0,
                success ? bytes : 0);
    }

    /** A hotkey that took a uid over begins anew. */
    private Standing standing(SimulatedMiner miner) {
        Standing kept = this.standings[miner.uid()];
        if (kept == null || kept.since() != miner.since()) {
            kept = this.progress.fresh(miner.since(), this.window);
            this.standings[miner.uid()] = kept;
        }
        return kept;
    }

    private Tier tierOf(Standing standing) {
        return this.tiers.named(standing.tier()).orElseThrow();
    }

    private void caught(SimulatedMiner miner, long block) {
        this.detected.putIfAbsent(miner.miner().hotkey(), block);
    }

    private Placement placement(long segmentBytes) {
        List<Miner> miners = this.subnet.miners().stream().map(SimulatedMiner::miner).toList();
        return Placement.of(miners, this::room, segmentBytes, MOST_PER_SUBNET, this.random);
    }

    /** The tier's limit; what the simulated segments take of it is far below. */
    private long room(Miner miner) {
        return tierOf(standing(this.subnet.miner(miner.uid()))).storageLimit();
    }
}
