package io.filetao.miner.health;

import io.filetao.miner.shard.SpaceBudget;
import java.io.IOException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the disk answers. A full one is no failure: what is held can still be served and proved. */
public final class StorageHealthIndicator implements HealthIndicator {

    private final SpaceBudget space;

    public StorageHealthIndicator(SpaceBudget space) {
        this.space = space;
    }

    @Override
    public Health health() {
        try {
            return Health.up()
                    .withDetail("used", this.space.used())
                    .withDetail("available", this.space.available())
                    .build();
        } catch (IOException failure) {
            return Health.down()
                    .withDetail("reason", "The directory of the shards cannot be read")
                    .build();
        }
    }
}
