package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.metadata.Value;
import java.util.List;

/** The subnet's hyperparameters, asked for together. */
final class Rules {

    /** What runtimes that no longer keep a limit of a weight allow. */
    private static final int NO_LIMIT = 65_535;

    private static final String LARGEST_WEIGHT = "MaxWeightsLimit";

    private static final List<String> ITEMS =
            List.of(
                    "Tempo",
                    "MinAllowedWeights",
                    "WeightsVersionKey",
                    "WeightsSetRateLimit",
                    "ServingRateLimit",
                    "ImmunityPeriod",
                    "MaxAllowedUids");

    private Rules() {}

    static Hyperparameters read(ChainState state, int netuid) {
        Value subnet = Value.of(netuid);
        if (!state.value("NetworksAdded", subnet).bool()) {
            throw Neurons.noSubnet(netuid);
        }
        List<Value> rules = state.values(ITEMS, subnet);
        return new Hyperparameters(
                rules.get(0).intValue(),
                rules.get(1).intValue(),
                state.has(LARGEST_WEIGHT)
                        ? state.value(LARGEST_WEIGHT, subnet).intValue()
                        : NO_LIMIT,
                rules.get(2).longValue(),
                rules.get(3).longValue(),
                rules.get(4).longValue(),
                rules.get(5).longValue(),
                rules.get(6).intValue());
    }
}
