package io.filetao.validator.simulation;

import java.time.Duration;

/**
 * What is simulated.
 *
 * @param miners slots for miners; one that leaves is replaced at once
 * @param validators each with files of its own and equal stake
 * @param days virtual days
 * @param churnPerMonth share of the miners that leave for good within 30 days, 0 to below 1
 * @param cheaters share of the miners that cheat, newcomers included, 0 to 1
 * @param seed equal seeds give equal reports
 * @param segments segments that each validator looks after
 * @param segmentBytes size of each
 * @param outagesPerMonth how often a miner is away for a while within 30 days
 * @param outage mean length of such an outage
 * @param patience how long a segment above its repair threshold waits for further losses
 * @param repairBytesPerSecond most that one validator reads and writes for repair
 */
public record SimulationSettings(
        int miners,
        int validators,
        int days,
        double churnPerMonth,
        double cheaters,
        long seed,
        int segments,
        long segmentBytes,
        double outagesPerMonth,
        Duration outage,
        Duration patience,
        long repairBytesPerSecond) {

    /** Most slots of a subnet. */
    private static final int MAX_NEURONS = 256;

    private static final long MAX_SEGMENT_BYTES = 64L << 20;

    public SimulationSettings {
        check(validators >= 1 && miners >= 3, "There are at least 3 miners and 1 validator");
        check(miners + validators <= MAX_NEURONS, "A subnet has at most 256 neurons");
        check(days >= 1 && days <= 36_500, "Simulate 1 to 36500 days");
        check(
                churnPerMonth >= 0 && churnPerMonth < 1,
                "The churn of a month is 0 % to below 100 %");
        check(cheaters >= 0 && cheaters <= 1, "The share of cheaters is 0 % to 100 %");
        check(segments >= 1 && segments <= 1_000_000, "Each validator has 1 to 1000000 segments");
        check(
                segmentBytes >= 1 && segmentBytes <= MAX_SEGMENT_BYTES,
                "A segment has 1 byte to 64 MiB");
        check(
                outagesPerMonth >= 0 && outagesPerMonth <= 1000,
                "A miner has 0 to 1000 outages a month");
        check(outage.toSeconds() >= 12, "An outage takes a block of 12 s at least");
        check(!patience.isNegative(), "Patience is not negative");
        check(repairBytesPerSecond >= 1, "Repair needs at least 1 byte per second");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
