package io.filetao.validator.simulation;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.Placement;
import io.filetao.common.network.RedundancyPolicy;
import io.filetao.common.network.UidSelector;
import io.filetao.common.stats.Standing;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.duty.Inventory;
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
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One validator: its rounds, its opinion of each miner, and its segments. Touches nothing that others share while it works. */
final class SimulatedValidator {

    static final int ROUND = 3;

    private static final int DAY = 7200;

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

    /** Mean of the sizes of synthetic shards. */
    private static final long SYNTHETIC_BYTES = 800_000;

    /** Rounds of the week within which every shard is looked at, and most shards of one challenge. */
    private static final double PROOF_AGE_ROUNDS = 7 * 7200.0 / ROUND;

    private static final int MOST_CHALLENGED = 32;

    private final Ss58Address hotkey;
    private final SimulatedSubnet subnet;
    private final SplittableRandom random;
    private final SimulatedIndex index;
    private final SimulatedRepair repair;
    private final Allowances allowances;
    private final SyntheticShards synthetic;
    private final TierTable tiers;
    private final Map<String, Tier> byName = new HashMap<>();
    private final Progress progress;
    private final BatchReward stored;
    private final BatchReward challenged;
    private final BatchReward retrieved;
    private final BatchReward monitored;
    private final List<Integer> uids;
    private final Standing[] standings;
    private final Map<Ss58Address, Long> detected = new HashMap<>();
    private final Mobility mobility = new Mobility();
    private long window;

    SimulatedValidator(
            int number, SimulationSettings settings, RewardRules rules, SimulatedSubnet subnet) {
        this.tiers = rules.table();
        rules.tiers().forEach(tier -> this.byName.put(tier.name(), tier));
        this.progress = new Progress(rules);
        this.stored = BatchReward.of(Task.STORE, rules);
        this.challenged = BatchReward.of(Task.CHALLENGE, rules);
        this.retrieved = BatchReward.of(Task.RETRIEVE, rules);
        this.monitored = BatchReward.of(Task.MONITOR, rules);
        this.hotkey = subnet.validator(number);
        this.subnet = subnet;
        this.random = new SplittableRandom(settings.seed() * 31 + number + 1);
        this.index = new SimulatedIndex(this.random);
        this.repair =
                new SimulatedRepair(settings, subnet, this.index, this::allowance, this.random);
        this.allowances = new Allowances(settings.miners(), this.random);
        this.synthetic = new SyntheticShards(settings.miners());
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
            if (block % DAY == 0) {
                this.synthetic.day(block / DAY);
            }
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

    /** As many shards as it takes to look at everything in time, users' and synthetic ones; the first that fails ends it. */
    private void challenge(Block block) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "challenge", CHALLENGED)) {
            int count =
                    Inventory.perRound(
                            held(miner),
                            this.uids.size(),
                            CHALLENGED,
                            PROOF_AGE_ROUNDS,
                            MOST_CHALLENGED);
            int asked = 0;
            long bytes = 0;
            boolean passed = true;
            for (int i = 0; i < count && passed && held(miner) > 0; i++) {
                Place place = pick(miner, true);
                if (isSound(place)) {
                    asked++;
                    bytes += bytes(place);
                    passed = proves(miner, place, "The challenge failed", block.number());
                }
            }
            if (asked > 0) {
                batch.add(outcome(miner, passed, bytes / asked));
            }
        }
        score(this.challenged, Task.CHALLENGE, batch, block);
    }

    private void store(Block block) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "store", STORED_ON)) {
            long bytes = this.allowances.draw(miner.uid(), block.number());
            if (bytes > 0) {
                boolean taken = miner.isUp(block.number());
                if (taken) {
                    this.synthetic.stored(miner, miner.behaviour().keeps(this.random));
                }
                // On probation it is sent data to prove, and earns nothing by taking them.
                if (!standing(miner).onProbation()) {
                    batch.add(outcome(miner, taken, bytes));
                }
            }
        }
        score(this.stored, Task.STORE, batch, block);
    }

    private void retrieve(Block block) {
        List<Outcome> batch = new ArrayList<>();
        for (SimulatedMiner miner : chosen(block, "retrieve", RETRIEVED_FROM)) {
            if (held(miner) > 0) {
                Place place = pick(miner, false);
                if (isSound(place)) {
                    boolean served = proves(miner, place, "It was not retrieved", block.number());
                    batch.add(outcome(miner, served, Math.min(bytes(place), PIECE_BYTES)));
                }
            }
        }
        score(this.retrieved, Task.RETRIEVE, batch, block);
    }

    private long held(SimulatedMiner miner) {
        return this.index.held(miner.miner().hotkey()).size() + this.synthetic.held(miner);
    }

    /**
     * A shard of a miner that holds some.
     *
     * @param walk whether half of the users' shards are those unchecked for longest
     * @return null for a synthetic one
     */
    private @Nullable Place pick(SimulatedMiner miner, boolean walk) {
        Holdings users = this.index.held(miner.miner().hotkey());
        if (this.random.nextLong(held(miner)) >= users.size()) {
            return null;
        }
        return walk && this.random.nextBoolean() ? users.next() : users.random(this.random);
    }

    /** What failed before was punished then. */
    private boolean isSound(@Nullable Place place) {
        return place == null || this.index.shard(place).failure() == null;
    }

    private long bytes(@Nullable Place place) {
        return place == null ? SYNTHETIC_BYTES : this.index.shard(place).length();
    }

    /** Whether a miner proves a shard; what comes of it is in the records then. */
    private boolean proves(
            SimulatedMiner miner, @Nullable Place place, String failure, long block) {
        boolean proven =
                miner.isUp(block)
                        && (place == null
                                ? this.synthetic.proves(miner, this.random)
                                : miner.proves(this.index.shard(place).rid(), block));
        if (!proven && miner.isUp(block)) {
            caught(miner, block);
        }
        if (!proven && place != null) {
            this.repair.failed(place, failure, block);
        }
        return proven;
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
                if (held(miner) > 0) {
                    boolean passed = miner.isUp(block.number()) && sweep(miner, block.number());
                    batch.add(outcome(miner, passed, SWEPT_BLOCKS * BLOCK_BYTES));
                }
            }
        }
        score(this.challenged, Task.CHALLENGE, batch, block);
    }

    /** c blocks drawn from all of a miner's shards miss the lost share f with probability (1-f)^c. */
    private boolean sweep(SimulatedMiner miner, long block) {
        if (!miner.behaviour().cheats()) {
            return true;
        }
        long sound = this.synthetic.held(miner);
        long lost = this.synthetic.lost(miner);
        for (Place place : this.index.held(miner.miner().hotkey()).all()) {
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
        boolean found = false;
        for (int i = 0; i < SUSPECTS && !found && held(miner) > 0; i++) {
            Place place = pick(miner, true);
            found = isSound(place) && !proves(miner, place, "The sweep failed", block);
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
        return Objects.requireNonNull(this.byName.get(standing.tier()));
    }

    private void caught(SimulatedMiner miner, long block) {
        this.detected.putIfAbsent(miner.miner().hotkey(), block);
    }

    private Placement placement(long segmentBytes) {
        List<Miner> miners = this.subnet.miners().stream().map(SimulatedMiner::miner).toList();
        return Placement.of(miners, this::allowance, segmentBytes, MOST_PER_SUBNET, this.random);
    }

    /** The tier's limit; what the simulated segments take of it is far below. */
    private Allowance allowance(Miner miner) {
        Standing standing = standing(this.subnet.miner(miner.uid()));
        return new Allowance(tierOf(standing).storageLimit(), standing.onProbation());
    }
}
