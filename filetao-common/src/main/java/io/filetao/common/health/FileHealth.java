package io.filetao.common.health;

import io.filetao.common.index.FileRecord;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How a file stands: as well as its worst segment.
 *
 * <p>No green light without a proof younger than the stated age: a shard that was not checked for longer is {@code stale}, which
 * counts as standing but shows, and every shard that does not stand names its reason.
 *
 * @param checkedAt when this was worked out
 */
public record FileHealth(
        String cid, Status status, Instant checkedAt, List<SegmentHealth> segments) {

    /** How far a file is from being lost, the better first. */
    public enum Status {
        /** All shards stand. */
        HEALTHY,
        /** Some shards failed or are missing. */
        DEGRADED,
        /** So many shards failed or are missing that it has to be repaired now. */
        ENDANGERED,
        /** Fewer than k shards of some segment stand. */
        LOST;

        /** The name in answers. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FileHealth {
        segments = List.copyOf(segments);
    }

    /**
     * Works out how a file stands.
     *
     * @param registered whether a miner is still on the subnet
     * @param proofAge age up to which a proof counts
     */
    public static FileHealth of(
            FileRecord file, Predicate<Ss58Address> registered, Instant now, Duration proofAge) {
        List<SegmentHealth> segments =
                IntStream.range(0, file.segments().size())
                        .mapToObj(index ->
                                SegmentHealth.of(
                                        index,
                                        file.segments().get(index),
                                        registered,
                                        now,
                                        proofAge))
                        .toList();
        Status worst =
                segments.stream()
                        .map(SegmentHealth::status)
                        .max(Status::compareTo)
                        .orElse(Status.HEALTHY);
        return new FileHealth(file.cid(), worst, now, segments);
    }
}
