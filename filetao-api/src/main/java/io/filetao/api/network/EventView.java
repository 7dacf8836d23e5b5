package io.filetao.api.network;

import io.filetao.common.event.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event, without the file that it was about: that is its owner's affair. */
@Schema(name = "Event", description = "Something that happened; fields that do not apply are null.")
record EventView(
        @Schema(example = "4f9c2a7e-9d0b-4c65-8f0e-0d6a5b1c2d3e") String id,
        Instant time,
        @Schema(description = "Newest block then.", example = "1204") long block,
        @Schema(
                        description =
                                "Task of a scored interaction (store, challenge, retrieve,"
                                        + " monitor), or what else happened (reset, weights,"
                                        + " chore, repair, ...).",
                        example = "challenge")
                String type,
        @Schema(description = "Chore that ran.", example = "monitor") @Nullable String chore,
        @Schema(example = "7") @Nullable Integer uid,
        @Schema(example = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
                @Nullable String hotkey,
        @Schema(example = "Bronze") @Nullable String tier,
        @Schema(example = "true") @Nullable Boolean success,
        @Schema(description = "Why it failed, or what there is to say.") @Nullable String reason,
        @Schema(description = "Time that it took.", example = "0.125") @Nullable Double seconds,
        @Schema(description = "Bytes that it was about.", example = "262144") @Nullable Long bytes,
        @Schema(description = "What moved the score.", example = "0.72") @Nullable Double reward,
        @Schema(description = "Moving average afterwards.", example = "0.42")
                @Nullable Double score,
        @Schema(description = "Bytes moved by repair.", example = "1048576") @Nullable Long moved) {

    static EventView of(Event event) {
        return new EventView(
                event.id(),
                event.time(),
                event.block(),
                event.type(),
                event.chore(),
                event.uid(),
                event.hotkey(),
                event.tier(),
                event.success(),
                event.reason(),
                event.seconds(),
                event.bytes(),
                event.reward(),
                event.score(),
                event.moved());
    }
}
