package io.filetao.api.network;

import io.filetao.common.tier.Tier;
import io.swagger.v3.oas.annotations.media.Schema;

/** One tier. */
@Schema(name = "Tier", description = "A class of miners and what it takes to be in it.")
record TierView(
        @Schema(example = "Silver") String name,
        @Schema(
                        description = "Most bytes of shards that a miner of it is given.",
                        example = "54975581388800")
                long storageLimit,
        @Schema(description = "Least score of the current window.", example = "0.6")
                double minScore,
        @Schema(description = "Least number of successes since registration.", example = "500")
                long minSuccesses,
        @Schema(description = "What a success earns, 0 to 1.", example = "0.65") double factor) {

    static TierView of(Tier tier) {
        return new TierView(
                tier.name(),
                tier.storageLimit(),
                tier.minScore(),
                tier.minSuccesses(),
                tier.factor());
    }
}
