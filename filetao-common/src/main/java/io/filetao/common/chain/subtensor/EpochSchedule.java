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
 * @param blocksLeft blocks until the next epoch begins
 */
public record EpochSchedule(int tempo, long epoch, long blocksLeft) {

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
        return new EpochSchedule(tempo, left <= 0 ? index + 1 : index, Math.max(0, left));
    }

    static EpochSchedule fixed(int netuid, int tempo, long block) {
        long shifted = block + netuid + 1;
        return new EpochSchedule(
                tempo, shifted / (tempo + 1L), tempo - Math.floorMod(shifted, tempo + 1L));
    }
}
