package io.filetao.common.broadband;

import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.network.RedundancyPolicy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits of the data path.
 *
 * @param redundancy how many shards a file gets
 * @param maxPerSubnet most shards of a segment in one /24 while the network allows it
 * @param segmentBytes bytes of every segment but the last, at most 64 MiB
 * @param spoolDirectory where encoded segments wait until they are sent; a segment needs n/k times 64 MiB
 * @param uploads files that are taken in at once
 * @param segmentsInFlight segments of all files that are sent at once
 * @param segmentsPerFile segments of one file that are sent at once, while the next is read
 * @param admission longest wait for a place among the uploads
 * @param segmentWait longest wait of a segment for a place among those in flight
 * @param storeHedge how long a shard may take at least before it is sent to a second miner as well
 * @param retrieveHedge how long a miner may hold up a stripe before another shard is fetched instead
 */
public record BroadbandOptions(
        RedundancyPolicy redundancy,
        int maxPerSubnet,
        int segmentBytes,
        Path spoolDirectory,
        int uploads,
        int segmentsInFlight,
        int segmentsPerFile,
        Duration admission,
        Duration segmentWait,
        Duration storeHedge,
        Duration retrieveHedge) {

    public BroadbandOptions {
        if (segmentBytes < 1 || segmentBytes > StripeLayout.MAX_SEGMENT_BYTES) {
            throw new IllegalArgumentException(
                    "A segment has 1 to "
                            + StripeLayout.MAX_SEGMENT_BYTES
                            + " bytes, not "
                            + segmentBytes);
        }
    }

    /** The defaults: 32 uploads and 4 segments at once, 2 of one file. */
    public static BroadbandOptions of(
            RedundancyPolicy redundancy, int maxPerSubnet, int segmentBytes, Path spoolDirectory) {
        return new BroadbandOptions(
                redundancy,
                maxPerSubnet,
                segmentBytes,
                spoolDirectory,
                32,
                4,
                2,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(3),
                Duration.ofMillis(750));
    }
}
