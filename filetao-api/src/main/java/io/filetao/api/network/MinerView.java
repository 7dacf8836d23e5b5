package io.filetao.api.network;

import io.filetao.common.network.Miner;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import io.filetao.common.tier.Tier;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One miner. */
@Schema(name = "Miner", description = "A miner of the subnet that serves an axon.")
record MinerView(
        @Schema(example = "7") int uid,
        @Schema(example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY") String hotkey,
        @Schema(example = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty") String coldkey,
        @Schema(description = "Where it serves.", example = "127.0.0.1:8091") String axon,
        @Schema(description = "Class of miner by proven successes.", example = "Bronze")
                String tier,
        @Schema(
                        description =
                                "Middle of the Wilson interval of this window's successes, which"
                                        + " decides the tier.",
                        example = "0.8701769999681506")
                double score,
        @Schema(
                        description = "Lower end of the 95 % interval of this window's successes.",
                        example = "0.565")
                double scoreLowerBound95,
        TallyView store,
        TallyView challenge,
        TallyView retrieve,
        @Schema(description = "Successes since it was registered.", example = "512")
                long totalSuccesses,
        @Schema(description = "Bytes of recorded shards on it.", example = "1048576")
                long storageUsed,
        @Schema(description = "Bytes that its tier allows.", example = "10995116277760")
                long storageLimit,
        @Schema(
                        description = "Moving average of its rewards, which decides weights.",
                        example = "0.42")
                double reward,
        @Schema(description = "When it last answered this validator; null if never.")
                @Nullable Instant lastSeen,
        @Schema(description = "Whether it answered lately, or now.", example = "true")
                boolean answering) {

    @Schema(name = "Tally", description = "Tries of one kind in this window.")
    record TallyView(@Schema(example = "8") long successes, @Schema(example = "9") long attempts) {

        static TallyView of(Tally tally) {
            return new TallyView(tally.successes(), tally.attempts());
        }
    }

    static MinerView of(
            Miner miner, Standing standing, Tier tier, long storageUsed, boolean answering) {
        return new MinerView(
                miner.uid(),
                miner.hotkey().value(),
                miner.coldkey().value(),
                Addresses.of(miner.axon()),
                tier.name(),
                standing.windowScore(),
                standing.lowerBound95(),
                TallyView.of(standing.store()),
                TallyView.of(standing.challenge()),
                TallyView.of(standing.retrieve()),
                standing.totalSuccesses(),
                storageUsed,
                tier.storageLimit(),
                standing.score(),
                standing.lastSeen(),
                answering);
    }
}
