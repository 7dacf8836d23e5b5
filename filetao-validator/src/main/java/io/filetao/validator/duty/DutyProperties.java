package io.filetao.validator.duty;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much the duties ask of miners (docs/spec/rewards.md).
 *
 * @param windowBlocks Blocks after which statistics begin anew and tiers are dealt out.
 * @param proofAge Time within which every shard is to be checked.
 * @param store Storing random data.
 * @param challenge Challenges.
 * @param retrieve Reading back.
 * @param monitor Pings.
 */
@ConfigurationProperties("filetao.validator.duty")
record DutyProperties(
        @DefaultValue("720") int windowBlocks,
        @DefaultValue("7d") Duration proofAge,
        @DefaultValue Store store,
        @DefaultValue Challenge challenge,
        @DefaultValue Retrieve retrieve,
        @DefaultValue Monitor monitor) {

    /**
     * Storing random data.
     *
     * @param miners Most miners of a round.
     * @param median Middle size of a shard.
     * @param sigma Spread of the logarithm of the size.
     * @param max Largest shard.
     * @param bytesPerMinerPerDay Most bytes that one miner is sent in a day.
     * @param ttl Time after which the data expires.
     */
    record Store(
            @DefaultValue("15") int miners,
            @DefaultValue("256KB") DataSize median,
            @DefaultValue("1.5") double sigma,
            @DefaultValue("64MB") DataSize max,
            @DefaultValue("256MB") DataSize bytesPerMinerPerDay,
            @DefaultValue("7d") Duration ttl) {}

    /**
     * Challenges.
     *
     * @param miners Miners of a round.
     * @param shards Most shards of one miner in a round.
     */
    record Challenge(@DefaultValue("10") int miners, @DefaultValue("32") int shards) {}

    /**
     * Reading back.
     *
     * @param miners Miners of a round.
     * @param bytes Most bytes that are read of a shard.
     */
    record Retrieve(@DefaultValue("10") int miners, @DefaultValue("1MB") DataSize bytes) {}

    /**
     * Pings.
     *
     * @param miners Miners of a round.
     * @param timeout Time that an answer may take.
     * @param misses Misses in a row that are punished.
     */
    record Monitor(
            @DefaultValue("40") int miners,
            @DefaultValue("2s") Duration timeout,
            @DefaultValue("5") int misses) {}
}
