package io.filetao.common.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How files are spread over miners.
 *
 * @param segmentSize Size of every segment of a file but the last, at most 64MB.
 * @param redundancy How many shards a file gets.
 * @param placement Which miners get them.
 * @param miners How much a miner is asked for by reads and writes of files.
 * @param api Limits of the data path of an API node.
 */
@ConfigurationProperties("filetao")
record BroadbandProperties(
        @DefaultValue("64MB") DataSize segmentSize,
        @DefaultValue RedundancyProperties redundancy,
        @DefaultValue PlacementProperties placement,
        @DefaultValue MinerProperties miners,
        @DefaultValue TransferProperties api) {

    /**
     * How many shards a file gets.
     *
     * @param maxShards Most shards of a segment.
     * @param expansion Stored bytes per byte of a file that are aimed at.
     * @param minMiners Answering miners below which nothing is stored.
     * @param smallFile Size up to which a file gets fewer shards.
     * @param smallMaxShards Most shards of a small file.
     */
    record RedundancyProperties(
            @DefaultValue("30") int maxShards,
            @DefaultValue("3.0") double expansion,
            @DefaultValue("3") int minMiners,
            @DefaultValue("1MB") DataSize smallFile,
            @DefaultValue("9") int smallMaxShards) {}

    /**
     * Which miners get shards.
     *
     * @param maxPerSubnet Most shards of a segment in one /24 while the network allows it.
     */
    record PlacementProperties(@DefaultValue("2") int maxPerSubnet) {}

    /**
     * How much a miner is asked for by reads and writes of files; challenges, duties and repair are not held back.
     *
     * @param exchanges Exchanges with one miner at once from which on others are asked instead, where there are any.
     * @param pause How long a miner that keeps failing is left alone.
     */
    record MinerProperties(
            @DefaultValue("512") int exchanges, @DefaultValue("15s") Duration pause) {}

    /**
     * Limits of the data path.
     *
     * @param storeTimeout Longest time in which sending a shard does not move.
     * @param retrieveTimeout Longest time in which fetching a shard does not move.
     * @param spoolDirectory Where encoded segments wait until they are sent; the system's temporary directory without it.
     */
    record TransferProperties(
            @DefaultValue("60s") Duration storeTimeout,
            @DefaultValue("60s") Duration retrieveTimeout,
            @Nullable Path spoolDirectory) {}
}
