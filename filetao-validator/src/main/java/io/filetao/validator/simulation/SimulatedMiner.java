package io.filetao.validator.simulation;

import io.filetao.common.network.Miner;
import java.util.random.RandomGenerator;

/** One registration of one miner: who it is, how quick it is, what it does, and when it is away. */
final class SimulatedMiner {

    private static final double MEDIAN_SECONDS = 0.15;
    private static final double SPREAD = 0.5;
    private static final double NOISE = 0.2;
    private static final double DISK_BYTES_PER_SECOND = 200e6;

    private final Miner miner;
    private final Behaviour behaviour;
    private final long since;
    private final double latency;
    private long outageFrom = Long.MAX_VALUE;
    private long outageUntil = Long.MAX_VALUE;

    SimulatedMiner(Miner miner, Behaviour behaviour, long since, RandomGenerator random) {
        this.miner = miner;
        this.behaviour = behaviour;
        this.since = since;
        this.latency = MEDIAN_SECONDS * StrictMath.exp(SPREAD * random.nextGaussian());
    }

    Miner miner() {
        return this.miner;
    }

    int uid() {
        return this.miner.uid();
    }

    Behaviour behaviour() {
        return this.behaviour;
    }

    /** Block of its registration. */
    long since() {
        return this.since;
    }

    /** Its next outage, in blocks. */
    void away(long from, long until) {
        this.outageFrom = from;
        this.outageUntil = until;
    }

    long backAt() {
        return this.outageUntil;
    }

    boolean isUp(long block) {
        return block < this.outageFrom || block >= this.outageUntil;
    }

    /** Whether it would pass a challenge of a shard now. */
    boolean proves(String rid, long block) {
        return isUp(block) && this.behaviour.keeps(rid);
    }

    /** Time of an answer that reads so many bytes. */
    double seconds(long bytes, RandomGenerator random) {
        return this.latency * StrictMath.exp(NOISE * random.nextGaussian())
                + bytes / DISK_BYTES_PER_SECOND;
    }
}
