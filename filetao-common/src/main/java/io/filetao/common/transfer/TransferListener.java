package io.filetao.common.transfer;

import io.filetao.common.network.Miner;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears how miners do in transfers, for scores, metrics and repair. Called by many threads; must not block for long. */
public interface TransferListener {

    /** Hears nothing. */
    TransferListener NONE = new TransferListener() {};

    /** A miner took a shard and proved it. */
    default void stored(Miner miner, long bytes, Duration took) {}

    /** A miner did not take a shard. */
    default void storeFailed(Miner miner, TransferFault fault, String detail) {}

    /** A miner served bytes that were verified. */
    default void fetched(Miner miner, long bytes, Duration took) {}

    /** A miner did not serve a shard that it holds. */
    default void fetchFailed(FetchFailure failure) {}

    /**
     * A shard that could not be fetched.
     *
     * @param cid of the file, null when it is not part of a recorded one
     * @param segment index of the segment
     * @param number of the shard
     */
    record FetchFailure(
            @Nullable String cid,
            int segment,
            int number,
            String rid,
            Ss58Address miner,
            TransferFault fault,
            String detail) {}
}
