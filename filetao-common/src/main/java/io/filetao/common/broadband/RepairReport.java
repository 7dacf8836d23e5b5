package io.filetao.common.broadband;

import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.List;

/**
 * What came of repairing one segment, or of moving one of its shards.
 *
 * @param surplus shards that stand afterwards beyond the k that give the segment back
 * @param placed what was put on new miners
 * @param readBytes verified bytes of shards that were fetched for it
 * @param sentBytes bytes of shards that new miners took and proved
 * @param relaxed whether a new miner shares an owner or a subnet with another holder
 * @param reason why it is not complete, as a sentence; empty when it is
 */
public record RepairReport(
        String cid,
        int segment,
        Outcome outcome,
        int surplus,
        List<Placed> placed,
        long readBytes,
        long sentBytes,
        boolean relaxed,
        Duration took,
        String reason) {

    /** How it ended. */
    public enum Outcome {
        /** Every shard stood already, or the file is gone. */
        NOTHING_TO_DO,
        /** Every shard stands now. */
        COMPLETE,
        /** Some shards are still missing, or turned out to be while others were rebuilt. */
        PARTIAL,
        /** Too few shards could be read. */
        LOST
    }

    /** A shard on its new miner. */
    public record Placed(int number, Ss58Address miner, long bytes) {}

    public RepairReport {
        placed = List.copyOf(placed);
    }
}
