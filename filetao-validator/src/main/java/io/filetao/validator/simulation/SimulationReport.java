package io.filetao.validator.simulation;

import java.util.List;

/**
 * What came of a simulation. Equal settings give equal reports.
 *
 * @param blocks virtual blocks
 * @param departures miners that left
 * @param segments segments of all validators
 * @param segmentsLost of which too few shards were left at some time
 * @param leastSurplus fewest shards that any segment truly had beyond those it needs, looked at twice a day
 * @param bytesStored bytes of the segments, before coding
 * @param shardsRebuilt by repair
 * @param repairRead bytes read by repair
 * @param repairWritten bytes written by repair
 * @param rose times a tier was gained, over all validators
 * @param fell times a tier was lost
 * @param stayed times a tier was kept
 * @param kinds a line for each kind of miner, honest ones first
 * @param tiers how many miners of today the first validator has in each tier, highest first
 */
public record SimulationReport(
        long blocks,
        int departures,
        int segments,
        int segmentsLost,
        int leastSurplus,
        long bytesStored,
        long shardsRebuilt,
        long repairRead,
        long repairWritten,
        long rose,
        long fell,
        long stayed,
        List<Kind> kinds,
        List<TierCount> tiers) {

    public SimulationReport {
        kinds = List.copyOf(kinds);
        tiers = List.copyOf(tiers);
    }

    /**
     * Miners that behave alike.
     *
     * @param miners that were ever registered
     * @param caught by at least one validator
     * @param medianHours from registration to the first proof of a loss; 0 when none was caught
     * @param worstHours the longest such time
     * @param income share of the miners' emission that one of them earns in its time, 1.0 being an equal share
     */
    public record Kind(
            String name,
            boolean cheats,
            int miners,
            int caught,
            double medianHours,
            double worstHours,
            double income) {}

    /** Miners in a tier. */
    public record TierCount(String tier, int miners) {}
}
