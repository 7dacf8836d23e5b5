package io.filetao.api.network;

import io.filetao.common.repair.RepairQueue;
import io.swagger.v3.oas.annotations.media.Schema;

/** The queue of repairs. */
@Schema(name = "RepairQueue", description = "Segments that wait for repair.")
record RepairView(
        @Schema(description = "Could be begun now.", example = "0") long ready,
        @Schema(description = "Wait for more losses or for another attempt.", example = "2")
                long later,
        @Schema(description = "Are being worked on.", example = "1") long leased) {

    static RepairView of(RepairQueue.Sizes sizes) {
        return new RepairView(sizes.ready(), sizes.later(), sizes.leased());
    }
}
