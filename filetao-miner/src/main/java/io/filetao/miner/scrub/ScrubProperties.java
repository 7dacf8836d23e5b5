package io.filetao.miner.scrub;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a miner re-reads its shards.
 *
 * @param enabled Whether it does.
 * @param rate Bytes that are read in a second.
 * @param period Time from the start of one pass over all shards to that of the next, unless a pass takes longer.
 */
@ConfigurationProperties("filetao.miner.scrub")
public record ScrubProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("8MB") DataSize rate,
        @DefaultValue("14d") Duration period) {

    public ScrubProperties {
        if (rate.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "filetao.miner.scrub.rate is at least 1B; set filetao.miner.scrub.enabled=false"
                            + " to end scrubbing");
        }
    }
}
