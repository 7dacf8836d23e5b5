package io.filetao.validator.simulation;

import java.util.random.RandomGenerator;

/**
 * The random data that one validator stored on each miner: numbers of shards that are kept and that are not, by the day on which they
 * came, as one shard is like another. They expire after a week; one that failed a proof is given up.
 */
final class SyntheticShards {

    private static final int DAYS = 7;

    private final SimulatedMiner[] miners;
    private final int[][] kept;
    private final int[][] lost;
    private final int[] allKept;
    private final int[] allLost;
    private int today;

    SyntheticShards(int miners) {
        this.miners = new SimulatedMiner[miners];
        this.kept = new int[miners][DAYS];
        this.lost = new int[miners][DAYS];
        this.allKept = new int[miners];
        this.allLost = new int[miners];
    }

    /** Makes it a day; what came a week ago is gone. */
    void day(long number) {
        this.today = (int) (number % DAYS);
        for (int uid = 0; uid < this.kept.length; uid++) {
            this.allKept[uid] -= this.kept[uid][this.today];
            this.allLost[uid] -= this.lost[uid][this.today];
            this.kept[uid][this.today] = 0;
            this.lost[uid][this.today] = 0;
        }
    }

    void stored(SimulatedMiner miner, boolean keeps) {
        int uid = own(miner);
        if (keeps) {
            this.kept[uid][this.today]++;
            this.allKept[uid]++;
        } else {
            this.lost[uid][this.today]++;
            this.allLost[uid]++;
        }
    }

    /** How many the index records. */
    int held(SimulatedMiner miner) {
        int uid = own(miner);
        return this.allKept[uid] + this.allLost[uid];
    }

    /** How many of them the miner does not have, without anybody knowing. */
    int lost(SimulatedMiner miner) {
        return this.allLost[own(miner)];
    }

    /** Whether a random one is kept; one that is not is given up now. There must be one. */
    boolean proves(SimulatedMiner miner, RandomGenerator random) {
        int uid = own(miner);
        int drawn = random.nextInt(this.allKept[uid] + this.allLost[uid]) - this.allKept[uid];
        if (drawn < 0) {
            return true;
        }
        int day = 0;
        while (drawn >= this.lost[uid][day]) {
            drawn -= this.lost[uid][day++];
        }
        this.lost[uid][day]--;
        this.allLost[uid]--;
        return false;
    }

    /** The place of a miner, empty when another one had it before. */
    private int own(SimulatedMiner miner) {
        int uid = miner.uid();
        if (this.miners[uid] != miner) {
            this.miners[uid] = miner;
            this.kept[uid] = new int[DAYS];
            this.lost[uid] = new int[DAYS];
            this.allKept[uid] = 0;
            this.allLost[uid] = 0;
        }
        return uid;
    }
}
