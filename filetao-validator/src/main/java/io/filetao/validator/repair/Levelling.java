package io.filetao.validator.repair;

import io.filetao.common.wallet.Ss58Address;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides from whom to whom load is moved. Miners above the mean by more than the tolerance give, the fullest first; those that stay at
 * or below the mean with the shard take, the emptiest first. So every move brings two miners nearer to the mean, and levelling
 * ends. Decisions only, so that the simulator takes them too.
 */
final class Levelling {

    private final Map<Ss58Address, Long> bytes;
    private final double tolerance;

    /**
     * @param bytes that each miner holds which answers
     * @param tolerance share of the mean by which a miner may hold more
     */
    Levelling(Map<Ss58Address, Long> bytes, double tolerance) {
        this.bytes = new HashMap<>(bytes);
        this.tolerance = tolerance;
    }

    /** The miner to relieve next; empty when the load is level. */
    Optional<Ss58Address> giver() {
        double most = mean() * (1 + this.tolerance);
        return this.bytes.entrySet().stream()
                .filter(load -> load.getValue() > most)
                .max(
                        Map.Entry.<Ss58Address, Long>comparingByValue()
                                .thenComparing(load -> load.getKey().value()))
                .map(Map.Entry::getKey);
    }

    /** Who may take a shard of the given length, the emptiest first. */
    List<Ss58Address> takers(long length) {
        double mean = mean();
        return this.bytes.entrySet().stream()
                .filter(load -> load.getValue() + length <= mean)
                .sorted(
                        Map.Entry.<Ss58Address, Long>comparingByValue()
                                .thenComparing(Comparator.comparing(load -> load.getKey().value())))
                .map(Map.Entry::getKey)
                .toList();
    }

    void moved(Ss58Address from, Ss58Address to, long length) {
        this.bytes.merge(from, -length, Long::sum);
        this.bytes.merge(to, length, Long::sum);
    }

    /** A miner whose shards fit nobody else is not asked again. */
    void exclude(Ss58Address miner) {
        this.bytes.remove(miner);
    }

    private double mean() {
        return this.bytes.values().stream().mapToLong(Long::longValue).average().orElse(0);
    }
}
