package io.filetao.validator.repair;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.protocol.DepartureReply;
import io.filetao.common.protocol.DepartureRequest;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.stats.redis.Departures;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A miner that leaves is given nothing more, and its shards are rebuilt elsewhere before it goes. It is told how much is left; while it
 * asks it is looked through again now and then, since an upload that went on may have brought something.
 */
final class DepartureHandler implements SynapseHandler {

    /** Least time between two looks at all that a miner holds, however often it asks. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final Departures departures;
    private final RepairTriggers triggers;
    private final FileIndex index;
    private final InstantSource clock;

    DepartureHandler(
            Departures departures, RepairTriggers triggers, FileIndex index, InstantSource clock) {
        this.departures = departures;
        this.triggers = triggers;
        this.index = index;
        this.clock = clock;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException, MalformedMessageException {
        DepartureRequest asked =
                DepartureRequest.decode(ByteBuffer.wrap(request.message(DepartureRequest.BYTES)));
        Ss58Address miner = request.caller().hotkey();
        try {
            long shards = this.index.heldShards(miner);
            if (!asked.leaves()) {
                this.departures.strike(miner);
            } else if (this.departures.note(miner, this.clock.instant(), AGAIN) && shards > 0) {
                this.triggers.minerLeaves(miner);
            }
            return AxonResponse.ok(
                    new DepartureReply(shards, Math.max(0, this.index.usedBytes(miner))).encode());
        } catch (IndexUnavailableException away) {
            throw new AxonException(503, "index-away", "The index is away; ask again later");
        }
    }
}
