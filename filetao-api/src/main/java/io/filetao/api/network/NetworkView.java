package io.filetao.api.network;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The network at a glance. */
@Schema(name = "Network", description = "The subnet as this node sees it.")
record NetworkView(
        @Schema(description = "Number of the subnet.", example = "21") int netuid,
        @Schema(description = "Newest block that was read.", example = "1204") long block,
        Instant blockTime,
        @Schema(description = "Settlements of weights so far.", example = "3") long epoch,
        @Schema(description = "Blocks between two settlements.", example = "360") int tempo,
        @Schema(
                        description = "Hotkey of this node, the receiver of signed requests.",
                        example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
                String hotkey,
        @Schema(description = "Miners that may hold shards.", example = "9") int miners,
        @Schema(description = "Validators.", example = "1") int validators,
        @Schema(description = "Bytes of shards on all miners.", example = "3145728")
                long storageUsed,
        @Schema(
                        description = "Bytes that the tiers of all miners allow.",
                        example = "98956046499840")
                long storageLimit,
        @Schema(description = "Miners by tier.", example = "{\"Bronze\": 9}")
                Map<String, Long> tiers,
        @Schema(description = "Files by health; null until they were counted.")
                FileCensus.@Nullable Totals files) {}
