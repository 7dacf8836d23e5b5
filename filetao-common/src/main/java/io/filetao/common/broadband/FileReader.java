package io.filetao.common.broadband;

import io.filetao.common.index.FileRecord;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.TransferListener;
import java.time.Duration;

/**
 * Reads files back: fetches only the cells that a range touches, from data shards first, verifies each piece before anything of it
 * is released, and replaces a shard that is wrong, missing or slow by another. Memory per stream is a few cells for each of k
 * shards. Thread-safe, one instance for a program.
 */
public final class FileReader {

    private final ShardFetcher fetcher;
    private final MinerDirectory miners;
    private final MinerGuard guard;
    private final TransferListener listener;
    private final Hedging hedging;

    /**
     * @param hedge how long a miner may hold up a stripe before another shard is fetched as well
     */
    public FileReader(
            ShardFetcher fetcher,
            MinerDirectory miners,
            MinerGuard guard,
            TransferListener listener,
            Duration hedge) {
        this.fetcher = fetcher;
        this.miners = miners;
        this.guard = guard;
        this.listener = listener;
        this.hedging = new Hedging(hedge);
    }

    /** Opens a recorded file; nothing is fetched yet. */
    public OpenFile open(FileRecord record) {
        return new OpenFile(record, this);
    }

    /**
     * Starts to fetch the bytes [from, to) of one segment.
     *
     * @param segment index of the segment
     * @param begun whether bytes before these were given out already, so that a failure would break an answer off
     */
    SegmentReader segment(FileRecord file, int segment, int from, int to, boolean begun) {
        return new SegmentReader(
                file,
                segment,
                from,
                to,
                begun,
                this.fetcher,
                this.miners,
                this.guard,
                this.listener,
                this.hedging);
    }
}
