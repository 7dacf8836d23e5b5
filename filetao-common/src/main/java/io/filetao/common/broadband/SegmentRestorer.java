package io.filetao.common.broadband;

import io.filetao.common.crypto.CpuPermits;
import io.filetao.common.erasure.CellTransform;
import io.filetao.common.erasure.ReedSolomon;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.transfer.MinerGuard;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.TransferListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rebuilds shards of a segment from any k that stand: a stripe at a time in memory, the rebuilt cells on disk. */
final class SegmentRestorer {

    private final ShardFetcher fetcher;
    private final MinerDirectory miners;
    private final Hedging hedging;
    private final Bandwidth bandwidth;

    /**
     * @param hedge how long a miner may hold up a stripe before another shard is read as well
     */
    SegmentRestorer(
            ShardFetcher fetcher, MinerDirectory miners, Duration hedge, Bandwidth bandwidth) {
        this.fetcher = fetcher;
        this.miners = miners;
        this.hedging = new Hedging(hedge);
        this.bandwidth = bandwidth;
    }

    /**
     * Writes the missing shards to a spool, in the order given.
     *
     * @param sound the segment with those shards alone that may be read
     * @param missing numbers of shards
     * @return verified bytes that were read
     * @throws SegmentLostException when fewer than k could be read
     */
    long restore(
            FileRecord file,
            int index,
            SegmentRecord sound,
            List<Integer> missing,
            SegmentSpool spool,
            TransferListener listener)
            throws IOException, InterruptedException {
        int k = sound.k();
        int size = Math.toIntExact(sound.size());
        StripeLayout layout = new StripeLayout(size, k);
        CellTransform transform =
                new ReedSolomon(k, sound.n())
                        .transform(
                                IntStream.range(0, k).toArray(),
                                missing.stream().mapToInt(Integer::intValue).toArray());
        byte[][] data = new byte[k][StripeLayout.CELL_BYTES];
        byte[][] rebuilt = new byte[missing.size()][StripeLayout.CELL_BYTES];
        try (SegmentReader reader =
                new SegmentReader(
                        only(file, index, sound),
                        index,
                        0,
                        size,
                        false,
                        this.fetcher,
                        this.miners,
                        MinerGuard.NONE,
                        listener,
                        this.hedging)) {
            for (int stripe = 0; stripe < layout.stripes(); stripe++) {
                int cell = layout.cellLength(stripe);
                this.bandwidth.take((long) k * cell);
                byte[] bytes = reader.nextStripe();
                try (CpuPermits.Permit _ = CpuPermits.shared().acquire()) {
                    spread(bytes, data, cell);
                    transform.apply(data, rebuilt, cell);
                }
                spool.write(stripe, rebuilt, cell);
            }
            return reader.received();
        }
    }

    /** Cuts a stripe into its data cells; what lies behind its end is zeros. */
    private static void spread(byte[] stripe, byte[][] data, int cell) {
        for (int number = 0; number < data.length; number++) {
            int from = Math.min(number * cell, stripe.length);
            int length = Math.min(cell, stripe.length - from);
            System.arraycopy(stripe, from, data[number], 0, length);
            Arrays.fill(data[number], length, cell, (byte) 0);
        }
    }

    private static FileRecord only(FileRecord file, int index, SegmentRecord segment) {
        List<SegmentRecord> segments = new ArrayList<>(file.segments());
        segments.set(index, segment);
        return new FileRecord(
                file.cid(),
                file.fileId(),
                file.size(),
                file.contentRoot(),
                file.createdAt(),
                segments);
    }
}
