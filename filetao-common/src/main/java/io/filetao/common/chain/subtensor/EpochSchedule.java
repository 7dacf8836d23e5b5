package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.metadata.Value;

/**
 * When a subnet's epochs end.
 *
 * <p>Up to spec 422 an epoch runs in block b when (b + netuid + 1) mod (tempo + 1) = tempo. From 423 on, which the item
 * {@code LastEpochBlock} shows, one is due {@code tempo} blocks after the last, and the chain counts them.
 *
 * @param tempo blocks of an epoch, by the subnet's rules
 * @param epoch number of the epoch in which the block lies
 * @param blocksLeft blocks until the chain settles this epoch
 * @param untilNext blocks until the first one of the next epoch
 * @param period blocks of an epoch as they really are: tempo + 1 by the older rule, tempo by the newer one
 */
public record EpochSchedule(int tempo, long epoch, long blocksLeft, long untilNext, long period) {

    static EpochSchedule at(ChainState state, int netuid, long block) {
        Value subnet = Value.of(netuid);
        int tempo = state.value("Tempo", subnet).intValue();
        if (!state.has("LastEpochBlock")) {
            return fixed(netuid, tempo, block);
        }
        long since = block - state.value("LastEpochBlock", subnet).longValue();
        long pending =
                state.has("PendingEpochAt") ? state.value("PendingEpochAt", subnet).longValue() : 0;
        long left = tempo - since;
        if (pending > 0) {
            left = Math.min(left, pending - block);
        }
        long index = state.value("SubnetEpochIndex", subnet).longValue();
        return left > 0
                ? new EpochSchedule(tempo, index, left, left, tempo)
                : new EpochSchedule(tempo, index + 1, 0, tempo, tempo);
    }

    static EpochSchedule fixed(int netuid, int tempo, long block) {
        long shifted = block + netuid + 1;
        long left = tempo - Math.floorMod(shifted, tempo + 1L);
        return new EpochSchedule(tempo, shifted / (tempo + 1L), left, left + 1, tempo + 1L);
    }

    /** Blocks until the first one of an epoch that is still to come. */
    long blocksUntil(long later) {
        return this.untilNext + (later - this.epoch - 1) * this.period;
    }
}
