package io.filetao.validator.simulation;

import java.util.random.RandomGenerator;

/** What a miner does with the shards that it is given. Whatever it does, it answers pings and takes new shards. */
enum Behaviour {
    HONEST("honest", 1),
    DISCARDS_ALL("discards all", 0),
    KEEPS_HALF("keeps half", 0.5),
    KEEPS_NINE_OF_TEN("keeps 90 %", 0.9),
    KEEPS_ALL_BUT_ONE_PERCENT("keeps 99 %", 0.99);

    private static final double RIDS = 0x1p32;

    private final String label;
    private final double kept;

    Behaviour(String label, double kept) {
        this.label = label;
        this.kept = kept;
    }

    String label() {
        return this.label;
    }

    boolean cheats() {
        return this != HONEST;
    }

    /** Whether it keeps another shard, one like any other. */
    boolean keeps(RandomGenerator random) {
        return random.nextDouble() < this.kept;
    }

    /** Whether a shard is among those that it keeps: decided by the rid, so that the answer stays the same. */
    boolean keeps(String rid) {
        long place = Integer.toUnsignedLong(Integer.parseUnsignedInt(rid, 0, 8, 16));
        return place / RIDS < this.kept;
    }
}
