package io.filetao.validator.score;

import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.event.Event.WeightsSet;
import io.filetao.common.stats.Standing;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.WeightVector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Standings made into weights. */
public final class WeightPlan {

    private WeightPlan() {}

    /**
     * The weights of the eligible miners, with what they were computed from. A miner without a record of its present registration
     * has the score 0.
     */
    public static WeightsSet of(
            Collection<Rated> eligible,
            Map<Ss58Address, Standing> standings,
            Hyperparameters chain) {
        SortedMap<Integer, Double> scores = new TreeMap<>();
        Map<Integer, Long> changes = new TreeMap<>();
        for (Rated miner : eligible) {
            Standing standing = standings.get(miner.hotkey());
            if (standing != null && standing.since() == miner.since()) {
                scores.put(miner.uid(), standing.score());
                changes.put(miner.uid(), standing.seq());
            } else {
                scores.put(miner.uid(), 0.0);
            }
        }
        SortedMap<Integer, Integer> weights = WeightVector.of(scores, chain);
        List<WeightsSet.Entry> entries = new ArrayList<>();
        for (Rated miner : eligible) {
            entries.add(
                    new WeightsSet.Entry(
                            miner.uid(),
                            miner.hotkey().value(),
                            miner.since(),
                            changes.getOrDefault(miner.uid(), 0L),
                            weights.getOrDefault(miner.uid(), 0)));
        }
        return new WeightsSet(chain.minAllowedWeights(), chain.maxWeightLimit(), entries);
    }
}
