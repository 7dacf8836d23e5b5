package io.filetao.validator.simulation;

import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;

/**
 * Runs the production's selection, rewards, standings, tiers, weights, placement and repair plans for years of virtual time.
 *
 * <p>Simulated are the chain, what miners keep and how quick they are, and the bytes. Miners leave and outages begin at the bounds
 * of a tempo. Synthetic shards are counted instead of recorded one by one, and expire by the day. A sweep is one draw with the probability
 * of its 459. None of that changes who is caught or paid.
 */
public final class Simulation {

    private static final long DAY_BLOCKS = 24 * 3600 / 12;
    private static final double BLOCKS_PER_HOUR = 300;
    private static final int TEMPOS_BETWEEN_LOOKS = 10;
    private static final Hyperparameters CHAIN =
            new Hyperparameters(SimulatedSubnet.TEMPO, 8, 65535, 0, 100, 50, 7200, 256);

    private final SimulationSettings settings;
    private final RewardRules rules;
    private final SimulatedSubnet subnet;
    private final List<SimulatedValidator> validators = new ArrayList<>();
    private final Incomes incomes = new Incomes();
    private final List<BitSet> lost = new ArrayList<>();
    private int leastSurplus = Integer.MAX_VALUE;
    private int departures;
    private long blocks;

    /**
     * @param rules what interactions earn
     */
    public Simulation(SimulationSettings settings, RewardRules rules) {
        this.settings = settings;
        this.rules = rules;
        this.subnet = new SimulatedSubnet(settings);
        for (int i = 0; i < settings.validators(); i++) {
            this.validators.add(new SimulatedValidator(i, settings, rules, this.subnet));
            this.lost.add(new BitSet());
        }
    }

    /**
     * Runs all days; validators share the processors.
     *
     * @param progress is told each day that is over
     * @throws InterruptedException when the calling thread is interrupted
     */
    public SimulationReport run(IntConsumer progress) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            long end = this.settings.days() * DAY_BLOCKS;
            for (int tempo = 0; this.blocks < end; tempo++) {
                List<SimulatedMiner> left = this.subnet.turn(this.blocks);
                this.departures += left.size();
                boolean look = tempo % TEMPOS_BETWEEN_LOOKS == 0;
                List<Turn> turns = turns(executor, left, look);
                this.incomes.settle(turns.stream().map(Turn::weights).toList(), this.subnet);
                look(turns);
                long before = this.blocks / DAY_BLOCKS;
                this.blocks += SimulatedSubnet.TEMPO;
                for (long day = before + 1; day <= this.blocks / DAY_BLOCKS; day++) {
                    progress.accept((int) day);
                }
            }
        }
        return report();
    }

    private List<Turn> turns(ExecutorService executor, List<SimulatedMiner> left, boolean look)
            throws InterruptedException {
        List<Future<Turn>> running = new ArrayList<>();
        for (SimulatedValidator validator : this.validators) {
            running.add(
                    executor.submit(() -> {
                        int[] surpluses = look ? validator.surpluses() : new int[0];
                        validator.turn(left, this.blocks);
                        validator.run(this.blocks, SimulatedSubnet.TEMPO);
                        return new Turn(validator.weights(CHAIN), surpluses);
                    }));
        }
        List<Turn> turns = new ArrayList<>();
        for (Future<Turn> turn : running) {
            try {
                turns.add(turn.get());
            } catch (ExecutionException failed) {
                throw new IllegalStateException("A validator's turn failed", failed.getCause());
            }
        }
        return turns;
    }

    private void look(List<Turn> turns) {
        for (int i = 0; i < turns.size(); i++) {
            int[] surpluses = turns.get(i).surpluses();
            for (int segment = 0; segment < surpluses.length; segment++) {
                this.leastSurplus = Math.min(this.leastSurplus, surpluses[segment]);
                if (surpluses[segment] < 0) {
                    this.lost.get(i).set(segment);
                }
            }
        }
    }

    private SimulationReport report() {
        int segments = this.settings.segments() * this.settings.validators();
        return new SimulationReport(
                this.blocks,
                this.departures,
                segments,
                this.lost.stream().mapToInt(BitSet::cardinality).sum(),
                this.leastSurplus,
                segments * this.settings.segmentBytes(),
                sum(validator -> validator.repair().shardsRebuilt()),
                sum(validator -> validator.repair().bytesRead()),
                sum(validator -> validator.repair().bytesWritten()),
                sum(validator -> validator.mobility().rose()),
                sum(validator -> validator.mobility().fell()),
                sum(validator -> validator.mobility().stayed()),
                kinds(),
                tiers());
    }

    private long sum(ToLongFunction<SimulatedValidator> part) {
        return this.validators.stream().mapToLong(part).sum();
    }

    private List<SimulationReport.Kind> kinds() {
        List<SimulationReport.Kind> kinds = new ArrayList<>();
        for (Behaviour behaviour : Behaviour.values()) {
            List<SimulatedMiner> alike =
                    this.subnet.everybody().stream()
                            .filter(miner -> miner.behaviour() == behaviour)
                            .toList();
            if (!alike.isEmpty()) {
                kinds.add(kind(behaviour, alike));
            }
        }
        return kinds;
    }

    private SimulationReport.Kind kind(Behaviour behaviour, List<SimulatedMiner> alike) {
        List<Double> hours = new ArrayList<>();
        double earned = 0;
        double fair = 0;
        for (SimulatedMiner miner : alike) {
            this.validators.stream()
                    .map(validator -> validator.detected().get(miner.miner().hotkey()))
                    .filter(Objects::nonNull)
                    .min(Long::compare)
                    .ifPresent(block -> hours.add((block - miner.since()) / BLOCKS_PER_HOUR));
            earned += this.incomes.of(miner);
            fair += this.incomes.tempos(miner) / (double) this.settings.miners();
        }
        hours.sort(Double::compare);
        return new SimulationReport.Kind(
                behaviour.label(),
                behaviour.cheats(),
                alike.size(),
                hours.size(),
                hours.isEmpty() ? 0 : hours.get(hours.size() / 2),
                hours.isEmpty() ? 0 : hours.getLast(),
                fair == 0 ? 0 : earned / fair);
    }

    private List<SimulationReport.TierCount> tiers() {
        List<SimulationReport.TierCount> counts = new ArrayList<>();
        SimulatedValidator first = this.validators.getFirst();
        for (Tier tier : this.rules.tiers()) {
            int miners =
                    (int)
                            this.subnet.miners().stream()
                                    .filter(miner -> first.tier(miner).equals(tier.name()))
                                    .count();
            counts.add(new SimulationReport.TierCount(tier.name(), miners));
        }
        return counts;
    }

    /** What one validator's tempo came to. */
    private record Turn(SortedMap<Integer, Integer> weights, int[] surpluses) {}
}
