package io.filetao.common.autoconfigure;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Registration;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the chain is known well enough, and knows this program's hotkey. The age of the metagraph is always shown: the last good
 * one stays in use while the chain is away.
 */
final class RegistrationHealthIndicator implements HealthIndicator {

    /** Oldest metagraph to work with. */
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final MetagraphCache metagraph;
    private final Registration registration;
    private final BooleanSupplier announced;

    /**
     * @param announced whether the chain has this program's address, true where it is not to be announced
     */
    RegistrationHealthIndicator(
            MetagraphCache metagraph, Registration registration, BooleanSupplier announced) {
        this.metagraph = metagraph;
        this.registration = registration;
        this.announced = announced;
    }

    @Override
    public Health health() {
        Optional<Duration> age = this.metagraph.age();
        if (age.isEmpty()) {
            return Health.outOfService()
                    .withDetail("reason", "The chain has not answered yet")
                    .build();
        }
        Health.Builder health =
                new Health.Builder()
                        .withDetail("hotkey", this.registration.hotkey().value())
                        .withDetail("metagraphAgeSeconds", age.get().toSeconds());
        try {
            health.withDetail("block", this.metagraph.metagraph().block().number());
            Optional<Neuron> neuron = this.registration.neuron();
            neuron.ifPresent(known -> health.withDetail("uid", known.uid()));
            if (age.get().compareTo(MAX_AGE) > 0) {
                return outOfService(
                        health,
                        "The chain has not answered for too long; the last metagraph is in use");
            }
            if (neuron.isEmpty()) {
                return outOfService(health, this.registration.advice());
            }
            if (!this.announced.getAsBoolean()) {
                return outOfService(health, "The address is not announced on the chain yet");
            }
            return health.up().build();
        } catch (ChainException away) {
            return outOfService(health, "The chain does not answer");
        }
    }

    private static Health outOfService(Health.Builder health, String reason) {
        return health.outOfService().withDetail("reason", reason).build();
    }
}
