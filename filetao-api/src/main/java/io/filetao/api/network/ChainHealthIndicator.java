package io.filetao.api.network;

import io.filetao.common.chain.MetagraphCache;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether the node knows the chain as it is now: down when the newest metagraph is older than a minute. */
@Component
final class ChainHealthIndicator extends AbstractHealthIndicator {

    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final MetagraphCache metagraph;

    ChainHealthIndicator(MetagraphCache metagraph) {
        this.metagraph = metagraph;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        Optional<Duration> age = this.metagraph.age();
        if (age.isEmpty()) {
            health.down().withDetail("reason", "The chain has not answered yet");
        } else if (age.get().compareTo(MAX_AGE) > 0) {
            health.down()
                    .withDetail("reason", "The chain does not answer")
                    .withDetail("ageSeconds", age.get().toSeconds());
        } else {
            health.up().withDetail("ageSeconds", age.get().toSeconds());
        }
    }
}
