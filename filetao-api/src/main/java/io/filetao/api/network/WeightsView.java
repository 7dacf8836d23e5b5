package io.filetao.api.network;

import io.filetao.common.event.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weights that were set last. */
@Schema(name = "Weights", description = "The weights that this node's validator set last.")
record WeightsView(
        @Schema(description = "When they were set; null when nothing is known of any.")
                @Nullable Instant setAt,
        @Schema(description = "Block in which they were computed.", example = "1080")
                @Nullable Long block,
        List<Entry> items) {

    private static final WeightsView NONE = new WeightsView(null, null, List.of());

    /** One miner's weight. */
    @Schema(name = "Weight", description = "One miner's weight.")
    record Entry(
            @Schema(example = "7") int uid,
            @Schema(example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY") String hotkey,
            @Schema(description = "As set, 0 to 65535.", example = "65535") int weight,
            @Schema(description = "Part of all weights, 0 to 1.", example = "0.125")
                    double share) {}

    static WeightsView of(@Nullable Event event) {
        Event.WeightsSet set = event == null ? null : event.weights();
        if (event == null || set == null) {
            return NONE;
        }
        long sum =
                Math.max(1, set.entries().stream().mapToLong(Event.WeightsSet.Entry::weight).sum());
        return new WeightsView(
                event.time(),
                event.block(),
                set.entries().stream()
                        .map(entry ->
                                new Entry(
                                        entry.uid(),
                                        entry.hotkey(),
                                        entry.weight(),
                                        (double) entry.weight() / sum))
                        .toList());
    }
}
