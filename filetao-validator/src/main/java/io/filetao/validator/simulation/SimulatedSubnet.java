package io.filetao.validator.simulation;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.crypto.Hash;
import io.filetao.common.network.Miner;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The chain and the miners on it. Miners leave and arrive, and outages are drawn, between two tempos only; within a tempo nothing
 * changes here, so that validators can be simulated at the same time.
 */
final class SimulatedSubnet {

    static final Duration BLOCK = Duration.ofSeconds(12);
    static final int TEMPO = 360;

    private static final double MONTH_BLOCKS = 30.0 * 24 * 3600 / 12;
    private static final Behaviour[] CHEATS = {
        Behaviour.DISCARDS_ALL,
        Behaviour.KEEPS_HALF,
        Behaviour.KEEPS_NINE_OF_TEN,
        Behaviour.KEEPS_ALL_BUT_ONE_PERCENT
    };

    private final SimulationSettings settings;
    private final SplittableRandom random;
    private final List<SimulatedMiner> slots = new ArrayList<>();
    private final List<SimulatedMiner> everybody = new ArrayList<>();
    private final Map<Ss58Address, SimulatedMiner> registered = new HashMap<>();
    private final double leavingRate;
    private int cheats;

    SimulatedSubnet(SimulationSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.leavingRate = -StrictMath.log(1 - settings.churnPerMonth()) / MONTH_BLOCKS;
        for (int uid = 0; uid < settings.miners(); uid++) {
            this.slots.add(arrive(uid, 0));
        }
    }

    /** The block of a number; its hash follows from the seed. */
    Block block(long number) {
        return new Block(
                number, Hash.sha256(name("block", this.settings.seed(), number)), time(number));
    }

    static Instant time(long block) {
        return Instant.EPOCH.plus(BLOCK.multipliedBy(block));
    }

    /** Lets miners leave, others take their slots, and outages begin. Answers those that left. */
    List<SimulatedMiner> turn(long block) {
        List<SimulatedMiner> left = new ArrayList<>();
        double leaving = -StrictMath.expm1(-this.leavingRate * TEMPO);
        for (int uid = 0; uid < this.slots.size(); uid++) {
            SimulatedMiner miner = this.slots.get(uid);
            if (this.random.nextDouble() < leaving) {
                this.registered.remove(miner.miner().hotkey());
                left.add(miner);
                this.slots.set(uid, arrive(uid, block));
            } else if (miner.backAt() <= block) {
                drawOutage(miner, block);
            }
        }
        return left;
    }

    /** The miners of today, by uid. */
    List<SimulatedMiner> miners() {
        return this.slots;
    }

    SimulatedMiner miner(int uid) {
        return this.slots.get(uid);
    }

    /** The miner of a hotkey, empty when it left. */
    Optional<SimulatedMiner> find(Ss58Address hotkey) {
        return Optional.ofNullable(this.registered.get(hotkey));
    }

    /** Everyone who was ever registered, in the order of arrival. */
    List<SimulatedMiner> everybody() {
        return this.everybody;
    }

    /** Hotkey of a validator. */
    Ss58Address validator(int number) {
        return Ss58Address.of(Hash.sha256(name("validator", this.settings.seed(), number)).bytes());
    }

    private SimulatedMiner arrive(int uid, long block) {
        int number = this.everybody.size();
        Ss58Address hotkey =
                Ss58Address.of(Hash.sha256(name("hotkey", this.settings.seed(), number)).bytes());
        Ss58Address coldkey =
                Ss58Address.of(Hash.sha256(name("coldkey", this.settings.seed(), number)).bytes());
        // Two miners share each /24, as some operators do.
        int subnet = number / 2 & 0xffff;
        AxonInfo axon =
                new AxonInfo(
                        "10." + (subnet >> 8) + "." + (subnet & 255) + "." + (1 + number % 2),
                        8091,
                        1);
        Behaviour behaviour =
                this.random.nextDouble() < this.settings.cheaters()
                        ? CHEATS[this.cheats++ % CHEATS.length]
                        : Behaviour.HONEST;
        SimulatedMiner miner =
                new SimulatedMiner(
                        new Miner(uid, hotkey, coldkey, axon), behaviour, block, this.random);
        drawOutage(miner, block);
        this.everybody.add(miner);
        this.registered.put(hotkey, miner);
        return miner;
    }

    private void drawOutage(SimulatedMiner miner, long block) {
        if (this.settings.outagesPerMonth() > 0) {
            double mean = MONTH_BLOCKS / this.settings.outagesPerMonth();
            long from = block + 1 + (long) exponential(mean);
            double length = this.settings.outage().toMillis() / (double) BLOCK.toMillis();
            miner.away(from, from + 1 + (long) exponential(length));
        }
    }

    private double exponential(double mean) {
        return -mean * StrictMath.log1p(-this.random.nextDouble());
    }

    private static byte[] name(String what, long seed, long number) {
        byte[] text = what.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 2 * Long.BYTES)
                .put(text)
                .putLong(seed)
                .putLong(number)
                .array();
    }
}
