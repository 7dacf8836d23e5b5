package io.filetao.miner.health;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.miner.shard.IndexRebuild;
import io.filetao.miner.shard.redis.RedisShardIndex;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the index of shards answers and is complete. */
public final class ShardIndexHealthIndicator implements HealthIndicator {

    private final RedisShardIndex index;
    private final IndexRebuild rebuild;

    public ShardIndexHealthIndicator(RedisShardIndex index, IndexRebuild rebuild) {
        this.index = index;
        this.rebuild = rebuild;
    }

    @Override
    public Health health() {
        try {
            RedisShardIndex.Totals totals = this.index.totals();
            if (!this.rebuild.isComplete()) {
                return Health.outOfService()
                        .withDetail("reason", "The index is being rebuilt from the disk")
                        .withDetail("shards", totals.shards())
                        .build();
            }
            return Health.up()
                    .withDetail("shards", totals.shards())
                    .withDetail("bytes", totals.bytes())
                    .build();
        } catch (IndexUnavailableException away) {
            return Health.down().withDetail("reason", String.valueOf(away.getMessage())).build();
        }
    }
}
