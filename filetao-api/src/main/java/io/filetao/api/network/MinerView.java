package io.filetao.api.network;

import io.filetao.common.network.Miner;
import io.swagger.v3.oas.annotations.media.Schema;

/** One miner. */
@Schema(name = "Miner", description = "A miner of the subnet that serves an axon.")
record MinerView(
        @Schema(example = "7") int uid,
        @Schema(example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY") String hotkey,
        @Schema(example = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty") String coldkey,
        @Schema(description = "Where it serves.", example = "127.0.0.1:8091") String axon,
        @Schema(description = "Bytes of recorded shards on it.", example = "1048576")
                long storageUsed,
        @Schema(description = "Whether it answered lately, or now.", example = "true")
                boolean answering) {

    static MinerView of(Miner miner, long storageUsed, boolean answering) {
        return new MinerView(
                miner.uid(),
                miner.hotkey().value(),
                miner.coldkey().value(),
                Addresses.of(miner.axon()),
                storageUsed,
                answering);
    }
}
