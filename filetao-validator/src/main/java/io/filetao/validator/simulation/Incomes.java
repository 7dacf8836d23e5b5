package io.filetao.validator.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the chain pays for the validators' weights: each weight is cut to what validators with half of the stake agree on, as Yuma consensus
 * does, and the miners' share of a tempo is dealt out in proportion to the rest. Validators have equal stakes.
 */
final class Incomes {

    private final Map<SimulatedMiner, Double> earned = new HashMap<>();
    private final Map<SimulatedMiner, Integer> tempos = new HashMap<>();

    /** Settles one tempo, whose emission for miners counts 1. */
    void settle(List<SortedMap<Integer, Integer>> weights, SimulatedSubnet subnet) {
        List<double[]> shares = new ArrayList<>();
        int uids = subnet.miners().size();
        for (SortedMap<Integer, Integer> set : weights) {
            double sum = set.values().stream().mapToLong(Integer::longValue).sum();
            double[] share = new double[uids];
            set.forEach((uid, weight) -> share[uid] = weight / sum);
            shares.add(share);
        }
        double[] incentive = new double[uids];
        double total = 0;
        for (int uid = 0; uid < uids; uid++) {
            double agreed = agreed(shares, uid);
            for (double[] share : shares) {
                incentive[uid] += Math.min(share[uid], agreed);
            }
            total += incentive[uid];
        }
        for (int uid = 0; uid < uids; uid++) {
            this.tempos.merge(subnet.miner(uid), 1, Integer::sum);
            if (total > 0) {
                this.earned.merge(subnet.miner(uid), incentive[uid] / total, Double::sum);
            }
        }
    }

    double of(SimulatedMiner miner) {
        return this.earned.getOrDefault(miner, 0.0);
    }

    /** Tempos in which a miner was registered. */
    int tempos(SimulatedMiner miner) {
        return this.tempos.getOrDefault(miner, 0);
    }

    /** The largest share that validators with at least half of the stake give. */
    private static double agreed(List<double[]> shares, int uid) {
        List<Double> given = new ArrayList<>();
        shares.forEach(share -> given.add(share[uid]));
        given.sort(Collections.reverseOrder());
        return given.get(Math.ceilDiv(given.size(), 2) - 1);
    }
}
