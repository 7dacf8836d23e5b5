package io.filetao.miner.expiry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When shards are let go.
 *
 * @param interval Time between two looks at what is due.
 * @param uncommittedGrace How long a shard may wait to be committed before its validator is asked.
 * @param recheck How long to wait before a validator is asked again about a shard that it wants kept past its time, or cannot be asked about.
 * @param expiredGrace How long a shard is kept past its time when its validator cannot be asked.
 */
@ConfigurationProperties("filetao.miner.expiry")
public record ExpiryProperties(
        @DefaultValue("1m") Duration interval,
        @DefaultValue("10m") Duration uncommittedGrace,
        @DefaultValue("1h") Duration recheck,
        @DefaultValue("7d") Duration expiredGrace) {}
